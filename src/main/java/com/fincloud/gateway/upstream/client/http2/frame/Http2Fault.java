package com.fincloud.gateway.upstream.client.http2.frame;

import java.io.IOException;

/** What the backend has sent breaks a rule of HTTP/2 or a bound of the gateway. */
public final class Http2Fault extends IOException {

    private final ErrorCode code;

    public Http2Fault(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The code that tells the backend. */
    public ErrorCode code() {
        return code;
    }
}
