package com.fincloud.gateway.routing.response;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RouteCalls;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.http.header.HttpToken;
import com.fincloud.gateway.routing.body.BodyContent;
import com.fincloud.gateway.server.GatewayResponse;
import com.fincloud.gateway.websocket.Handshake;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Camel message as the response: its status, the fields that are not the gateway's or the connection's, and its body. What the
 * client itself has sent, fields or body, is not sent back.
 */
final class MessageWriter {

    private final BodyTransfer transfer = new BodyTransfer();

    /**
     * Writes a message.
     *
     * @throws IllegalStateException if the message has no usable status, or nothing makes bytes of its body
     */
    void write(RequestContext context, Message message, GatewayResponse response) throws IOException {
        Handshake webSocket = context.webSocket();
        if (webSocket != null && webSocket.isAccepted()) {
            openWebSocket(context, message, webSocket, response);
            return;
        }
        boolean json = BodyContent.isJson(message);
        Object body = body(context, message);
        @Nullable
        Integer code = isOfFailedCall(context, message.getHeader(Exchange.HTTP_RESPONSE_CODE))
                ? null
                : message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        response.status(code != null ? finalStatus(code) : body == null ? 204 : 200);
        writeHeaders(context, message, response);
        if (json && mediaType(context, message) == null) {
            response.header("Content-Type", BodyContent.JSON);
        }
        if (body instanceof InputStream stream) {
            transfer.stream(context, stream, response, code != null && code == 304);
        } else {
            byte[] bytes = body == null ? new byte[0] : (byte[]) body;
            response.contentLength(bytes.length);
            response.commit();
            if (bytes.length > 0 && !"HEAD".equals(context.request().method())) {
                response.write(bytes, 0, bytes.length);
            }
            response.end();
        }
    }

    /** Whether the status is that of a call that has failed, and the route has caught the failure. */
    private static boolean isOfFailedCall(RequestContext context, @Nullable Object status) {
        RouteCalls calls = context.madeCalls();
        return status != null && calls != null && calls.isOfFailedCall(status);
    }

    /** Sends the backend's 101. The connection belongs to the WebSocket as soon as the request has ended. */
    private static void openWebSocket(
            RequestContext context, Message message, Handshake webSocket, GatewayResponse response) throws IOException {
        response.status(101);
        writeHeaders(context, message, response);
        String protocol = webSocket.ownProtocol();
        if (protocol != null && message.getHeader("Sec-WebSocket-Protocol") == null) {
            response.header("Sec-WebSocket-Protocol", protocol);
        }
        response.upgrade("websocket", webSocket::opening);
    }

    /**
     * Refuses an interim status, after which a client would wait for a final response, and a number that is not a status (RFC 9110 section
     * 15).
     */
    private static int finalStatus(int code) {
        if (code < 200 || code > 599) {
            throw new IllegalStateException("The route answers with the status " + code + " (expected: 200 to 599)");
        }
        return code;
    }

    private static @Nullable Object body(RequestContext context, Message message) {
        Object body = message.getBody();
        return body == null || RequestBody.of(body) != null
                ? null
                : BodyContent.of(message, body instanceof InputStream ? null : mediaType(context, message));
    }

    /** The media type that the route or a backend has set; null if there is none but the client's own. */
    private static @Nullable String mediaType(RequestContext context, Message message) {
        Object value = message.getHeader(Exchange.CONTENT_TYPE);
        return value == null || context.isRequestHeader("content-type", value) ? null : value.toString();
    }

    private static void writeHeaders(RequestContext context, Message message, GatewayResponse response) {
        Set<String> nominated = HeaderRules.nominated(strings(message.getHeader("Connection")));
        for (Map.Entry<String, Object> entry : message.getHeaders().entrySet()) {
            String name = entry.getKey();
            Object value = entry.getValue();
            String lower = name.toLowerCase(Locale.ROOT);
            if (value == null
                    || lower.equals("content-length")
                    || HeaderRules.dropFromResponse(lower, nominated)
                    || isResponseHeader(context, name)
                    || context.isRequestHeader(lower, value)
                    || !HttpToken.matches(name)) {
                continue;
            }
            for (String text : strings(value)) {
                response.header(name, text);
            }
        }
    }

    private static boolean isResponseHeader(RequestContext context, String name) {
        if (name.equalsIgnoreCase("X-Request-ID") || name.equalsIgnoreCase("X-Process-Time")) {
            return true;
        }
        for (String own : context.headers().toClient().keySet()) {
            if (own.equalsIgnoreCase(name) && !own.equals("Vary")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> strings(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(String::valueOf).toList();
        }
        return List.of(value.toString());
    }
}
