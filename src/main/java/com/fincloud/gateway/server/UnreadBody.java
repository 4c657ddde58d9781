package com.fincloud.gateway.server;

import com.fincloud.gateway.http.body.ClientTimeouts;
import com.fincloud.gateway.http.body.RequestBody;
import org.jspecify.annotations.Nullable;

/** Handles the rest of a request body that is unread when the response has been sent. It must not be mistaken for the next request. */
final class UnreadBody {

    private UnreadBody() {}

    /** Reads and discards the rest of a body, within narrow limits. Returns false if that is not possible. */
    static boolean take(@Nullable RequestBody body, GatewayHttp11Processor connection) {
        if (body == null || body.isRead() || !connection.isUsable()) {
            return true;
        }
        connection.readTimeout(ClientTimeouts.LEFT_OVER_READ);
        boolean taken = body.discardRest();
        connection.restoreReadTimeout();
        return taken;
    }

    /**
     * Reads and discards an HTTP/2 body before its request is refused. After the refusal the client gets no more window to send, and the
     * HTTP client of Java 17 reads no response before it has sent the whole body.
     */
    static void takeFirst(@Nullable RequestBody body) {
        if (body != null && !body.isRead()) {
            body.discardFlowing(); // if more follows, a reset tells the client not to send it (RFC 9113 section 8.1)
        }
    }

    /** Ends a connection if the beginning of its next request is unknown. */
    static void giveUp(GatewayResponse response, GatewayHttp11Processor connection) {
        connection.takeLeftOver();
        response.abort();
    }
}
