package com.fincloud.gateway.server;

import com.fincloud.gateway.http.body.ClientTimeouts;
import com.fincloud.gateway.http.body.RequestBody;
import org.jspecify.annotations.Nullable;

/** What is left of a request on its connection when the answer is out: it must not be taken for the next request. */
final class UnreadBody {

    private UnreadBody() {}

    /** Reads what nobody wanted of a body, within narrow limits; false when that is not possible. */
    static boolean take(@Nullable RequestBody body, GatewayHttp11Processor connection) {
        if (body == null || body.isRead() || !connection.isUsable()) {
            return true;
        }
        connection.patience(ClientTimeouts.LEFT_OVER_READ);
        boolean taken = body.discardRest();
        connection.usualPatience();
        return taken;
    }

    /**
     * Reads what nobody will want of a body before the request is refused, over HTTP/2: afterwards its sender gets no more room to send,
     * and the client of Java 17 takes no answer before it has sent all.
     */
    static void takeFirst(@Nullable RequestBody body) {
        if (body != null && !body.isRead()) {
            body.discardFlowing(); // where more is to come, a reset says that it is not wanted (RFC 9113 section 8.1)
        }
    }

    /** Ends a connection of which nobody knows where its next request would begin. */
    static void giveUp(GatewayResponse response, GatewayHttp11Processor connection) {
        connection.takeLeftOver();
        response.abort();
    }
}
