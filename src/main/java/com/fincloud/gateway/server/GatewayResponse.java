package com.fincloud.gateway.server;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/** The answer on the wire. Nothing is sent before {@link #commit}; a client that has gone comes out as {@link ClientGone}. */
public final class GatewayResponse {

    /** The client closed the connection before its answer was complete. */
    public static final class ClientGone extends IOException {

        ClientGone(Throwable cause) {
            super("client closed the connection", cause);
        }
    }

    /** A piece of this many bytes is worth a system call of its own. */
    private static final int LARGE_BYTES = 8 * 1024;

    private final Request request;
    private final Response response;
    private final RequestContext context;
    private boolean closing;
    private boolean unknownLength;
    private boolean ended;

    public GatewayResponse(Request request, Response response, RequestContext context) {
        this.request = request;
        this.response = response;
        this.context = context;
    }

    public boolean committed() {
        return response.isCommitted();
    }

    public void status(int code) {
        response.setStatus(code);
        context.status(code);
    }

    /** Adds a header as it is. Tomcat's own {@code addHeader} would rewrite a content type. */
    public void header(String name, String value) {
        if (name.equalsIgnoreCase("content-type")) {
            response.setContentTypeNoCharset(value);
        } else {
            byte[] key = Latin1.bytes(name);
            byte[] bytes = Latin1.bytes(value);
            response.getMimeHeaders().addValue(key, 0, key.length).setBytes(bytes, 0, bytes.length);
        }
    }

    public void contentLength(long bytes) {
        response.setContentLength(bytes);
        unknownLength = bytes < 0;
    }

    /** Asks for the connection to be closed after this answer; one of HTTP/2 is told to go by a frame of its own. */
    void close() {
        closing = true;
    }

    /** Sends status and headers, the gateway's own among them. */
    public void commit() throws ClientGone {
        header("X-Request-ID", context.request().id());
        header("X-Process-Time", seconds(context.timings().headSent()));
        context.responseHeaders().forEach(this::header);
        if (closing && !isHttp2()) {
            header("Connection", "close");
            keepChunks();
        }
        response.action(ActionCode.COMMIT, null);
        checkClient();
    }

    /** Seconds with four decimals; {@code String.format} would take longer than all other headers together. */
    private static String seconds(long nanos) {
        long tenths = (nanos + 50_000) / 100_000; // of a millisecond
        String decimals = Long.toString(10_000 + tenths % 10_000);
        return tenths / 10_000 + "." + decimals.substring(1);
    }

    /**
     * Tomcat sends an answer of unknown length without chunks when the connection is going to be closed: then the client could not tell
     * a broken transfer from a complete one. An answer with trailers, be there none, stays in chunks.
     */
    private void keepChunks() {
        boolean bodiless =
                "HEAD".equals(context.request().method()) || context.status() == 204 || context.status() == 304;
        if (unknownLength && !bodiless && request.protocol().equals("HTTP/1.1")) {
            response.setTrailerFields(Map::of);
        }
    }

    public void write(byte[] bytes, int offset, int count) throws ClientGone {
        try {
            ByteBuffer piece = ByteBuffer.wrap(bytes, offset, count);
            if (count < LARGE_BYTES || !writeLarge(piece)) {
                response.doWrite(piece);
            }
            context.sent(count);
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Whether {@link #writeDirect} can be used. */
    public boolean takesDirect() {
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        return !unknownLength && connection != null && connection.takesLarge();
    }

    /** Writes a piece that is outside the heap to the socket itself. */
    public void writeDirect(ByteBuffer piece) throws ClientGone {
        int count = piece.remaining();
        try {
            if (!writeLarge(piece)) {
                throw new IllegalStateException("not a connection for direct writes");
            }
            context.sent(count);
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    private boolean writeLarge(ByteBuffer piece) throws IOException {
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        if (connection == null) {
            return false;
        }
        return isChunked() ? connection.writeLargeChunk(piece) : connection.writeLarge(piece);
    }

    /** Tomcat has decided it with the head: it depends on the version and on what becomes of the connection. */
    private boolean isChunked() {
        return unknownLength && response.getMimeHeaders().getValue("Transfer-Encoding") != null;
    }

    public void flush() throws ClientGone {
        response.action(ActionCode.CLIENT_FLUSH, null);
        checkClient();
    }

    /** Ends the answer. */
    public void end() throws ClientGone {
        response.action(ActionCode.CLOSE, null);
        ended = true;
        checkClient();
    }

    /** Breaks the connection off, so that the client sees an incomplete answer. */
    public void abort() {
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        if (connection != null
                && unknownLength
                && committed()
                && !request.protocol().equals("HTTP/1.1")) {
            connection.resetWhenClosed(); // HTTP/1.0 has no chunks
        }
        if (isHttp2() && !ended) {
            Http2Stream.breakOff(response);
        }
        response.action(ActionCode.CLOSE_NOW, null);
    }

    private boolean isHttp2() {
        return request.protocol().equals("HTTP/2.0");
    }

    /** A whole answer at once. */
    public void complete(int code, String contentType, byte[] body) throws ClientGone {
        status(code);
        if (!contentType.isEmpty()) {
            header("Content-Type", contentType);
        }
        contentLength(body.length);
        commit();
        if (body.length > 0 && !"HEAD".equals(context.request().method())) {
            write(body, 0, body.length);
        }
        if (code == 408) {
            flush(); // Tomcat resets a stream whose body it waited for in vain, and drops what it has for it
        }
        end();
    }

    /** The contract's error body. */
    public void error(GatewayException failure) throws ClientGone {
        if (request.protocol().equals("")) {
            status(failure.error().status());
            abort(); // HTTP/0.9 has no status: whatever came would be the page
            return;
        }
        if (isHttp2()) {
            UnreadBody.takeFirst(context.request().body());
        }
        failure.headers().forEach(this::header);
        String detail = new String(JsonStringEncoder.getInstance().quoteAsString(failure.detail()));
        complete(
                failure.error().status(),
                "application/json",
                ("{\"detail\":\"" + detail + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private void checkClient() throws ClientGone {
        if (response.isExceptionPresent()) {
            throw new ClientGone(response.getErrorException());
        }
    }
}
