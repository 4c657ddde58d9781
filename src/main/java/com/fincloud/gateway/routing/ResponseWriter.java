package com.fincloud.gateway.routing;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.BrokenUpstreamResponse;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RouteCalls;
import com.fincloud.gateway.http.body.DirectSource;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.body.ResponseBody;
import com.fincloud.gateway.http.body.StreamedBody;
import com.fincloud.gateway.http.body.Trailers;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.http.header.HttpToken;
import com.fincloud.gateway.http.header.TrailerRules;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.routing.body.BodyContent;
import com.fincloud.gateway.server.GatewayResponse;
import com.fincloud.gateway.server.TransferBuffers;
import com.fincloud.gateway.websocket.Handshake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Writes the response from the exchange: the contract's error body for a failure, otherwise the status, headers and body of the message.
 */
public final class ResponseWriter {

    private final TransferBuffers buffers = new TransferBuffers();

    void write(RequestContext context, Exchange exchange, GatewayResponse response) {
        try {
            GatewayException failure = failure(context, exchange);
            if (context.clientGone()) {
                gone(context, response);
            } else if (failure != null) {
                response.error(failure);
            } else {
                writeMessage(context, exchange.getMessage(), response);
            }
        } catch (GatewayResponse.ClientGone e) {
            gone(context, response);
        } catch (IOException | RuntimeException e) {
            if (context.clientGone()) {
                gone(context, response);
            } else {
                broken(context, response, e);
            }
        }
    }

    private static void gone(RequestContext context, GatewayResponse response) {
        context.clientLeft();
        if (!response.committed()) {
            context.status(GatewayError.CLIENT_GONE.status());
        }
        response.abort();
    }

    /** The backend broke off, or the body could not be produced. The client must not mistake the bytes that it has for the whole body. */
    private static void broken(RequestContext context, GatewayResponse response, Exception cause) {
        FatalErrors.check(cause);
        BrokenUpstreamResponse broken = ObjectHelper.getException(BrokenUpstreamResponse.class, cause);
        GatewayException known = ObjectHelper.getException(GatewayException.class, cause);
        GatewayException failure;
        if (broken != null) {
            failure = of(context, broken);
            context.fail(failure);
        } else if (known != null) {
            failure = known;
            context.fail(failure);
        } else if (cause instanceof GatewayResponse.HeadTooLarge) {
            failure = new GatewayException(GatewayError.RESPONSE_HEADERS_TOO_LARGE).because("headers_too_large");
            context.fail(failure);
            response.discardHead();
        } else {
            failure = new GatewayException(GatewayError.UNFORESEEN, cause);
            context.fail(failure, cause);
        }
        if (response.committed()) {
            response.abort();
            return;
        }
        try {
            response.error(failure);
        } catch (IOException e) {
            context.clientLeft();
            response.abort();
        }
    }

    private static @Nullable GatewayException failure(RequestContext context, Exchange exchange) {
        if (context.failure() == null) {
            Exception thrown = exchange.getException();
            if (thrown == null && !context.cleared()) {
                thrown = new IllegalStateException("Route " + context.route().routeId() + " ran without the chain");
            }
            GatewayException bound = RouteFailure.ofBinding(exchange);
            if (thrown != null) {
                fail(context, exchange, thrown);
            } else if (bound != null) {
                context.fail(bound);
            }
        }
        return context.failure();
    }

    private static void fail(RequestContext context, Exchange exchange, Exception thrown) {
        FatalErrors.check(thrown); // Camel catches every error that a step throws
        GatewayException known = RouteFailure.of(context, exchange, thrown);
        BrokenUpstreamResponse broken = ObjectHelper.getException(BrokenUpstreamResponse.class, thrown);
        if (known != null) {
            context.fail(known);
        } else if (broken != null) {
            context.fail(of(context, broken));
        } else {
            context.fail(new GatewayException(GatewayError.UNFORESEEN), thrown);
        }
    }

    private static GatewayException of(RequestContext context, BrokenUpstreamResponse broken) {
        return new GatewayException(
                        GatewayError.BACKEND_BROKE_OFF, broken, context.route().service())
                .because(broken.reason());
    }

    private void writeMessage(RequestContext context, Message message, GatewayResponse response) throws IOException {
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
            stream(context, stream, response, code != null && code == 304);
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

    private void stream(RequestContext context, InputStream body, GatewayResponse response, boolean notModified)
            throws IOException {
        ResponseBody known = ResponseBody.of(body);
        boolean bodiless = "HEAD".equals(context.request().method()) || notModified;
        long length =
                known == null ? BodyContent.cachedLength(body) : known.isEmpty() && !bodiless ? 0 : known.announced();
        response.contentLength(length);
        if (context.bodies().isAnswerLast() && body instanceof StreamedBody streamed) {
            streamed.useLast();
        }
        if (length < 0 && context.protocol().passesTrailers() && known != null) {
            passTrailers(known, response);
        }
        response.commit();
        if (!"HEAD".equals(context.request().method())) {
            if (length < 0 && body.available() <= 0) {
                response.flush(); // the head of an event stream must be sent long before its first event
            }
            DirectSource direct = body == known ? known.direct() : null;
            if (direct == null || !response.takesDirect() || !copied(direct, response)) {
                copy(body, length, response);
            }
        }
        response.end();
        if (known == null) {
            body.close();
        } else {
            known.release();
        }
    }

    private static void passTrailers(ResponseBody body, GatewayResponse response) {
        Trailers trailers = body.trailers();
        if (trailers != null) {
            trailers.keep();
            response.trailers(() -> TrailerRules.toClient(trailers.fields(), body::dropsTrailer));
        }
    }

    /** Copies from the backend's socket to the client's socket. Returns false if no direct buffer is free. */
    private boolean copied(DirectSource body, GatewayResponse response) throws IOException {
        ByteBuffer buffer = buffers.takeDirect();
        if (buffer == null) {
            return false;
        }
        try {
            while (body.read(buffer.clear()) >= 0) {
                response.writeDirect(buffer.flip());
            }
            return true;
        } finally {
            buffers.giveBack(buffer);
        }
    }

    /** Copies the body as it arrives: received bytes are sent before the next read can block. */
    private void copy(InputStream body, long length, GatewayResponse response) throws IOException {
        byte[] buffer = buffers.take(length);
        try {
            long copied = 0;
            int count = body.read(buffer);
            while (count >= 0) {
                response.write(buffer, 0, count);
                copied += count;
                if (copied != length && body.available() <= 0) {
                    response.flush();
                }
                count = body.read(buffer);
            }
        } finally {
            buffers.giveBack(buffer);
        }
    }
}
