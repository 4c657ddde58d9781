/** Upstream requests: what a route sends, the head as bytes, and the body on its way from the client. */
@NullMarked
package com.fincloud.gateway.upstream.client.request;

import org.jspecify.annotations.NullMarked;
