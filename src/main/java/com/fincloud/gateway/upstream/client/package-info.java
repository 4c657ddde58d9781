/** The HTTP client for backends, based on HttpCore: connection pool, requests, response heads and bodies. */
@NullMarked
package com.fincloud.gateway.upstream.client;

import org.jspecify.annotations.NullMarked;
