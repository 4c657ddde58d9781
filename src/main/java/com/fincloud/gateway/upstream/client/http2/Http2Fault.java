package com.fincloud.gateway.upstream.client.http2;

import java.io.IOException;

/** What the backend has sent breaks a rule of HTTP/2 or a bound of the gateway. */
final class Http2Fault extends IOException {

    private final ErrorCode code;

    Http2Fault(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The code that tells the backend. */
    ErrorCode code() {
        return code;
    }
}
