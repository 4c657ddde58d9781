/**
 * HTTP/2 to backends (RFC 9113): connections with a reader and a writer each, streams with flow control, and the bounds that keep a hostile
 * backend from using memory or time.
 */
@NullMarked
package com.fincloud.gateway.upstream.client.http2;

import org.jspecify.annotations.NullMarked;
