package com.fincloud.gateway.routing;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.BrokenUpstreamResponse;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.DirectSource;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.body.ResponseBody;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.server.GatewayResponse;
import com.fincloud.gateway.server.TransferBuffers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/** Answers a call from its exchange: a failure as the contract's error, else the message's status, headers and body. */
public final class ResponseWriter {

    private final TransferBuffers buffers = new TransferBuffers();

    void write(RequestContext call, Exchange exchange, GatewayResponse reply) {
        try {
            GatewayException failure = failure(call, exchange);
            if (call.clientGone()) {
                gone(call, reply);
            } else if (failure != null) {
                reply.error(failure);
            } else {
                writeMessage(call, exchange.getMessage(), reply);
            }
        } catch (GatewayResponse.ClientGone e) {
            gone(call, reply);
        } catch (IOException | RuntimeException e) {
            if (call.clientGone()) {
                gone(call, reply);
            } else {
                broken(call, reply, e);
            }
        }
    }

    private static void gone(RequestContext call, GatewayResponse reply) {
        call.clientLeft();
        if (!reply.committed()) {
            call.status(GatewayError.CLIENT_GONE.status());
        }
        reply.abort();
    }

    /** The backend broke off, or the body could not be made: the client must not take what it has for the whole. */
    private static void broken(RequestContext call, GatewayResponse reply, Exception cause) {
        FatalErrors.check(cause);
        BrokenUpstreamResponse broken = ObjectHelper.getException(BrokenUpstreamResponse.class, cause);
        GatewayException failure =
                broken == null ? new GatewayException(GatewayError.UNFORESEEN, cause) : of(call, broken);
        if (broken == null) {
            call.fail(failure, cause);
        } else {
            call.fail(failure);
        }
        if (reply.committed()) {
            reply.abort();
            return;
        }
        try {
            reply.error(failure);
        } catch (IOException e) {
            call.clientLeft();
            reply.abort();
        }
    }

    private static @Nullable GatewayException failure(RequestContext call, Exchange exchange) {
        if (call.failure() == null) {
            Exception thrown = exchange.getException();
            if (thrown == null && !call.cleared()) {
                thrown = new IllegalStateException("Route " + call.route().routeId() + " ran without the chain");
            }
            GatewayException bound = RouteFailure.ofBinding(exchange);
            if (thrown != null) {
                fail(call, thrown);
            } else if (bound != null) {
                call.fail(bound);
            }
        }
        return call.failure();
    }

    private static void fail(RequestContext call, Exception thrown) {
        FatalErrors.check(thrown); // Camel catches every error of a step
        GatewayException known = RouteFailure.of(call, thrown);
        BrokenUpstreamResponse broken = ObjectHelper.getException(BrokenUpstreamResponse.class, thrown);
        if (known != null) {
            call.fail(known);
        } else if (broken != null) {
            call.fail(of(call, broken));
        } else {
            call.fail(new GatewayException(GatewayError.UNFORESEEN), thrown);
        }
    }

    private static GatewayException of(RequestContext call, BrokenUpstreamResponse broken) {
        return new GatewayException(
                        GatewayError.BACKEND_BROKE_OFF, broken, call.route().service())
                .because(broken.reason());
    }

    private void writeMessage(RequestContext call, Message message, GatewayResponse reply) throws IOException {
        Object body = body(message);
        @Nullable Integer code = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        reply.status(code != null ? code : body == null ? 204 : 200);
        writeHeaders(call, message, reply);
        if (body instanceof InputStream stream) {
            stream(call, stream, reply);
        } else {
            byte[] bytes = body == null ? new byte[0] : (byte[]) body;
            reply.contentLength(bytes.length);
            reply.commit();
            if (bytes.length > 0 && !"HEAD".equals(call.request().method())) {
                reply.write(bytes, 0, bytes.length);
            }
            reply.end();
        }
    }

    private static @Nullable Object body(Message message) {
        Object body = message.getBody();
        if (body == null || body instanceof byte[] || body instanceof InputStream) {
            return body instanceof RequestBody ? null : body;
        }
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        InputStream stream = message.getBody(InputStream.class);
        if (stream == null) {
            throw new IllegalStateException("No converter makes bytes of a body of type "
                    + body.getClass().getName());
        }
        return stream;
    }

    private static void writeHeaders(RequestContext call, Message message, GatewayResponse reply) {
        Set<String> nominated = HeaderRules.nominated(strings(message.getHeader("Connection")));
        for (Map.Entry<String, Object> entry : message.getHeaders().entrySet()) {
            String name = entry.getKey();
            Object value = entry.getValue();
            String lower = name.toLowerCase(Locale.ROOT);
            if (value == null
                    || lower.equals("content-length")
                    || HeaderRules.dropFromResponse(lower, nominated)
                    || isReplyHeader(call, name)
                    || call.isRequestHeader(lower, value)
                    || !isToken(name)) {
                continue;
            }
            for (String text : strings(value)) {
                reply.header(name, text);
            }
        }
    }

    private static boolean isReplyHeader(RequestContext call, String name) {
        if (name.equalsIgnoreCase("X-Request-ID") || name.equalsIgnoreCase("X-Process-Time")) {
            return true;
        }
        for (String own : call.replyHeaders().keySet()) {
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

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private void stream(RequestContext call, InputStream body, GatewayResponse reply) throws IOException {
        long length = body instanceof ResponseBody known ? known.length() : -1;
        if (body instanceof ResponseBody known) {
            known.goesOn();
        }
        reply.contentLength(length);
        reply.commit();
        if (!"HEAD".equals(call.request().method())) {
            if (length < 0 && body.available() <= 0) {
                reply.flush(); // an event stream's head comes long before its first event
            }
            DirectSource direct = body instanceof ResponseBody known ? known.direct() : null;
            if (direct == null || !reply.takesDirect() || !copied(direct, reply)) {
                copy(body, length, reply);
            }
        }
        reply.end();
        body.close();
    }

    /** Copies from one socket to the other; false when no buffer is left for it. */
    private boolean copied(DirectSource body, GatewayResponse reply) throws IOException {
        ByteBuffer buffer = buffers.takeDirect();
        if (buffer == null) {
            return false;
        }
        try {
            while (body.read(buffer.clear()) >= 0) {
                reply.writeDirect(buffer.flip());
            }
            return true;
        } finally {
            buffers.giveBack(buffer);
        }
    }

    /** Copies as it comes: what has arrived goes out before the next read can block. */
    private void copy(InputStream body, long length, GatewayResponse reply) throws IOException {
        byte[] buffer = buffers.take(length);
        try {
            long copied = 0;
            int count = body.read(buffer);
            while (count >= 0) {
                reply.write(buffer, 0, count);
                copied += count;
                if (copied != length && body.available() <= 0) {
                    reply.flush();
                }
                count = body.read(buffer);
            }
        } finally {
            buffers.giveBack(buffer);
        }
    }
}
