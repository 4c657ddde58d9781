package com.fincloud.gateway.filter;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.ClientRequest;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.ingress.AccessLog;
import com.fincloud.gateway.ingress.Cors;
import com.fincloud.gateway.settings.value.Address;
import com.fincloud.gateway.websocket.Handshake;
import com.fincloud.gateway.websocket.Subprotocols;
import com.fincloud.gateway.websocket.WebSocketKey;
import com.fincloud.gateway.websocket.WebSocketLabels;
import com.fincloud.gateway.websocket.WebSockets;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * Checks the handshake of a WebSocket (RFC 6455 section 4.2) on routes that allow WebSockets: its version and key, the page's origin, and
 * whether there is room for one more. A browser sends a WebSocket's handshake from any page, without asking first as CORS does, so the origin
 * is checked here. On any other route the request stays a plain request. No backend gets the token that is offered as a subprotocol.
 */
public final class WebSocketOpening implements GatewayFilter {

    private final Cors cors;
    private final WebSockets webSockets;
    private final int ipv6Prefix;

    /** Creates the filter. Clients without a user count by their address, IPv6 clients by a prefix of {@code ipv6Prefix} bits. */
    public WebSocketOpening(Cors cors, WebSockets webSockets, int ipv6Prefix) {
        this.cors = cors;
        this.webSockets = webSockets;
        this.ipv6Prefix = ipv6Prefix;
    }

    @Override
    public String explain(ExplainedRequest inquiry) {
        return inquiry.route().webSocket()
                ? "websocket: an upgrade of an origin in CORS_ORIGINS, else 403; at most " + webSockets.maxPerUser()
                        + " at once for each user, else 429"
                : "websocket: off, Upgrade is dropped";
    }

    @Override
    public void check(RequestContext context, Exchange exchange) {
        ClientRequest request = context.request();
        Subprotocols protocols = subprotocols(context, exchange);
        if (!context.route().webSocket()
                || !context.protocol().mayUpgrade()
                || !Handshake.isRequested(request.method(), request.fields())) {
            return;
        }
        String origin = request.header("origin");
        if (origin != null && !cors.allows(origin)) {
            throw new GatewayException(GatewayError.ORIGIN_REFUSED);
        }
        String user = user(context);
        String key = key(request);
        requirePlace(user);
        context.webSocket(new Handshake(
                key, protocols, webSockets.place(user), context.credentials().permission(), labels(context)));
    }

    /**
     * The subprotocols that the client offers. The token among them is removed from every request, because a client may also offer it on a
     * route without WebSockets, or without {@code Upgrade}.
     */
    private static Subprotocols subprotocols(RequestContext context, Exchange exchange) {
        ClientRequest request = context.request();
        if (request.header("sec-websocket-protocol") == null) {
            return Subprotocols.NONE;
        }
        Subprotocols protocols = Subprotocols.of(request.headers("sec-websocket-protocol"));
        if (protocols.bearer()) {
            context.headers().remove(exchange.getMessage(), "sec-websocket-protocol");
            if (!protocols.offered().isEmpty()) {
                context.headers()
                        .toBackend(
                                exchange.getMessage(),
                                "Sec-WebSocket-Protocol",
                                String.join(", ", protocols.offered()));
            }
        }
        return protocols;
    }

    private static String key(ClientRequest request) {
        if (!request.headers("sec-websocket-version").equals(List.of("13"))) {
            throw new GatewayException(GatewayError.WEBSOCKET_VERSION)
                    .header("Sec-WebSocket-Version", "13")
                    .header("Upgrade", "websocket");
        }
        List<String> keys = request.headers("sec-websocket-key");
        RequestBody body = request.body(); // the JDK's client announces a body of length 0
        boolean empty = body == null || body.announced() == 0;
        if (keys.size() != 1 || !WebSocketKey.isValid(keys.get(0)) || !empty) {
            throw new GatewayException(GatewayError.MALFORMED_REQUEST);
        }
        return keys.get(0);
    }

    private void requirePlace(String user) {
        WebSockets.Refusal refusal = webSockets.take(user);
        if (refusal == WebSockets.Refusal.USER) {
            throw new GatewayException(GatewayError.WEBSOCKETS_OF_USER, Integer.toString(webSockets.maxPerUser()));
        }
        if (refusal == WebSockets.Refusal.FULL) {
            throw new GatewayException(GatewayError.WEBSOCKETS_FULL).header("Retry-After", "5");
        }
    }

    private String user(RequestContext context) {
        Caller caller = context.caller();
        if (caller != null) {
            return "user:" + caller.userId();
        }
        String address = context.request().clientAddress();
        Address six = address.indexOf(':') < 0 ? null : Address.parse(address);
        return "addr:" + (six == null ? address : six.client(ipv6Prefix));
    }

    private static WebSocketLabels labels(RequestContext context) {
        return new WebSocketLabels(
                context.request().id(),
                context.request().shownPath(),
                AccessLog.userId(context),
                context.request().clientAddress(),
                context.route().service(),
                context.route().routeId());
    }
}
