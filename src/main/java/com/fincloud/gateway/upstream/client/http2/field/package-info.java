/** Field sections of HTTP/2: HPACK (RFC 7541), and the response head that results from one (RFC 9113 section 8). */
@NullMarked
package com.fincloud.gateway.upstream.client.http2.field;

import org.jspecify.annotations.NullMarked;
