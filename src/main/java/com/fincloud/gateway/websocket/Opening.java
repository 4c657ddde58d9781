package com.fincloud.gateway.websocket;

/** A WebSocket whose client has been answered, and whose client connection is about to be taken over. */
@FunctionalInterface
public interface Opening {

    /** Begins to move bytes between the client and its backend. */
    void open(TunnelEnd client);
}
