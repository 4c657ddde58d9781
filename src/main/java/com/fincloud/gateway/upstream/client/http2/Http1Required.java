package com.fincloud.gateway.upstream.client.http2;

import java.io.IOException;

/** The backend wants the request over HTTP/1.1 ({@code HTTP_1_1_REQUIRED}, RFC 9113 section 7). */
public final class Http1Required extends IOException {

    private final boolean processed;

    /** Creates it. {@code processed} says whether the backend may have processed the request nevertheless. */
    Http1Required(boolean processed) {
        super("The backend requires HTTP/1.1");
        this.processed = processed;
    }

    /** Whether the backend may have processed the request before it ended the connection. */
    public boolean mayBeProcessed() {
        return processed;
    }
}
