package com.fincloud.gateway.http;

import java.io.IOException;

/** A backend has broken its answer's body off, or has sent what the gateway cannot read as one. */
public final class BrokenUpstreamResponse extends IOException {

    private final String reason;

    /** What {@code cause} says; {@code reason} is the log's word for it, empty for none. */
    public BrokenUpstreamResponse(String reason, IOException cause) {
        super("the backend's answer broke off", cause);
        this.reason = reason;
    }

    /** The log's word for why, empty when there is none. */
    public String reason() {
        return reason;
    }
}
