package com.fincloud.gateway.upstream.client.http2;

import java.io.IOException;

/**
 * The backend has certainly not processed the request: its stream was refused, or it is beyond the last stream of a GOAWAY frame (RFC 9113
 * section 8.7).
 */
public final class StreamRefused extends IOException {

    StreamRefused(String message) {
        super(message);
    }
}
