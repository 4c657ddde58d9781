/**
 * HTTP/1.1 to backends (RFC 9112), based on HttpCore: a connection and its checks, the idle connections to an instance, and the readers of
 * heads and bodies.
 */
@NullMarked
package com.fincloud.gateway.upstream.client.http1;

import org.jspecify.annotations.NullMarked;
