package com.fincloud.gateway.edge;

import org.jspecify.annotations.Nullable;

/** What is left of a request on its connection when the answer is out: it must not be taken for the next request. */
final class RequestRest {

    private RequestRest() {}

    /** Reads what nobody wanted of a body, within narrow limits, or ends the connection. */
    static void take(@Nullable RequestBody body, Reply reply, EdgeProcessor connection) {
        if (body == null || body.isRead() || !connection.isUsable()) {
            return;
        }
        connection.patience(ClientTimeouts.LEFT_OVER_READ);
        if (!body.discardRest()) {
            reply.abort();
        }
        connection.usualPatience();
    }

    /** Ends a connection of which nobody knows where its next request would begin. */
    static void giveUp(Reply reply, EdgeProcessor connection) {
        connection.takeLeftOver();
        reply.abort();
    }
}
