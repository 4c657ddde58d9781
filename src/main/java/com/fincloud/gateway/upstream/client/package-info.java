/** The HTTP client on HttpCore: connections and their pool, requests, response heads and bodies. */
@NullMarked
package com.fincloud.gateway.upstream.client;

import org.jspecify.annotations.NullMarked;
