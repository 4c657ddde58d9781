/** The frames of HTTP/2 (RFC 9113 sections 4 and 6): their numbers, how they are read and written, and what a backend must not send. */
@NullMarked
package com.fincloud.gateway.upstream.client.http2.frame;

import org.jspecify.annotations.NullMarked;
