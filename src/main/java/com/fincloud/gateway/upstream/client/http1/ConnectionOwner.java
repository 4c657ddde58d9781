package com.fincloud.gateway.upstream.client.http1;

import java.io.InterruptedIOException;

/** The upstream request that uses a connection, and closes it if it is aborted. */
public interface ConnectionOwner {

    /**
     * Makes the connection the request's own.
     *
     * @throws InterruptedIOException if the request has been aborted; then the connection is closed
     */
    void take(Http1Connection taken) throws InterruptedIOException;
}
