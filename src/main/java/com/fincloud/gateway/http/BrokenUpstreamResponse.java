package com.fincloud.gateway.http;

import java.io.IOException;

/** A backend has broken off its response body, or has sent bytes that are not a valid body. */
public final class BrokenUpstreamResponse extends IOException {

    private final String reason;

    /** Creates the exception with the message of {@code cause}. {@code reason} is the value for the log; empty for none. */
    public BrokenUpstreamResponse(String reason, IOException cause) {
        super("the backend's answer broke off", cause);
        this.reason = reason;
    }

    /** The reason as the log shows it; empty if there is none. */
    public String reason() {
        return reason;
    }
}
