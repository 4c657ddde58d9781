package com.fincloud.gateway.upstream.client.connect;

import java.io.InterruptedIOException;

/** An upstream request was aborted while it waited: its client has left, or its deadline has passed. */
public final class RequestAborted extends InterruptedIOException {

    public RequestAborted() {
        super("the request has been aborted");
    }
}
