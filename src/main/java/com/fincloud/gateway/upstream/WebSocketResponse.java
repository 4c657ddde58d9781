package com.fincloud.gateway.upstream;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.upstream.client.ConnectionLease;
import com.fincloud.gateway.upstream.client.http1.UpgradedSocket;
import com.fincloud.gateway.websocket.Handshake;
import java.io.IOException;

/** A backend's response to the handshake of a WebSocket. */
final class WebSocketResponse {

    private static final int SWITCHING_PROTOCOLS = 101;

    private WebSocketResponse() {}

    /**
     * Takes the backend's connection over if the backend has accepted the handshake. Any other response is a response as usual.
     *
     * @throws GatewayException if the backend's 101 does not fit the handshake, or the client has left; then its connection is closed
     */
    static void take(UpstreamResponse response, Handshake handshake, RequestContext context, String service)
            throws IOException {
        if (response.status() != SWITCHING_PROTOCOLS) {
            return;
        }
        boolean fits = handshake.isAnsweredBy(
                response.values("Upgrade"),
                response.values("Connection"),
                response.values("Sec-WebSocket-Accept"),
                response.values("Sec-WebSocket-Protocol"));
        if (!fits) {
            response.abort();
            throw new GatewayException(GatewayError.BACKEND_UNUSABLE, service).because("websocket_handshake");
        }
        UpgradedSocket socket = detach(response.lease(), context);
        handshake.accepted(socket.socket(), socket.early());
    }

    /** A client that leaves before the takeover has its upstream requests aborted. That is not a failure of the backend. */
    private static UpgradedSocket detach(ConnectionLease lease, RequestContext context) throws IOException {
        try {
            return lease.detach();
        } catch (IOException e) {
            if (context.clientGone() || context.upstreamCalls().ended()) {
                throw new GatewayException(GatewayError.CLIENT_GONE, e);
            }
            throw e;
        }
    }
}
