package com.fincloud.gateway.server;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.websocket.Opening;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.UpgradeToken;
import org.jspecify.annotations.Nullable;

/**
 * The response to the client. Nothing is sent before {@link #commit}. Writing to a client that has disconnected throws {@link ClientGone}.
 */
public final class GatewayResponse {

    /** The client closed the connection before the response was complete. */
    public static final class ClientGone extends IOException {

        ClientGone(Throwable cause) {
            super("client closed the connection", cause);
        }
    }

    /** The fields of a response need more room than the connection's buffer has. Nothing has been sent. */
    public static final class HeadTooLarge extends IllegalStateException {

        HeadTooLarge() {
            super("response headers too large");
        }
    }

    /**
     * The maximum bytes of all fields, which is less than Tomcat's buffer for a response's head
     * ({@code server.tomcat.max-http-response-header-size}). Tomcat would respond with 431, which blames the client.
     */
    private static final int MAX_HEAD_BYTES = 27 * 1024;

    /** The bytes of a field besides its name and value. */
    private static final int FIELD_BYTES = 4;

    /** A piece of at least this many bytes is written with its own system call. */
    private static final int LARGE_BYTES = 8 * 1024;

    private final Request request;
    private final Response response;
    private final RequestContext context;
    private boolean closing;
    private boolean unknownLength;
    private boolean withTrailers;
    private boolean ended;
    private @Nullable LargeHead largeHead;
    private int headBytes;

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

    /** Adds a header without changing it. Tomcat's {@code addHeader} would rewrite a content type. */
    public void header(String name, String value) {
        headBytes += name.length() + value.length() + FIELD_BYTES;
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

    /** Sends these fields behind the body. They are asked for at the end of the body. */
    public void trailers(Supplier<Map<String, String>> fields) {
        withTrailers = true;
        response.setTrailerFields(fields);
    }

    /** Requests that the connection is closed after this response. An HTTP/2 client gets a GOAWAY frame instead. */
    void close() {
        closing = true;
    }

    /** Forgets the status and the headers, of which nothing has been sent. */
    public void discardHead() {
        response.reset();
        headBytes = 0;
        unknownLength = false;
        withTrailers = false;
    }

    /**
     * Sends the status and the headers, including the gateway's own headers.
     *
     * @throws HeadTooLarge if they have too many bytes, and nothing was sent
     */
    public void commit() throws ClientGone {
        header("X-Request-ID", context.request().id());
        header("X-Process-Time", seconds(context.timings().headSent()));
        context.responseHeaders().forEach(this::header);
        if (headBytes > MAX_HEAD_BYTES) {
            throw new HeadTooLarge();
        }
        if (closing && !isHttp2() && context.status() != 101) {
            header("Connection", "close");
            keepChunks();
        }
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        if (connection == null || !connection.isLarge(response)) {
            response.action(ActionCode.COMMIT, null);
        } else {
            commitLarge(connection);
        }
        checkClient();
    }

    private void commitLarge(GatewayHttp11Processor connection) throws ClientGone {
        try {
            largeHead = connection.sendLargeHead(response, context.request().method());
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Seconds with four decimals. {@code String.format} would take longer than all other headers together. */
    private static String seconds(long nanos) {
        long tenths = (nanos + 50_000) / 100_000; // of a millisecond
        String decimals = Long.toString(10_000 + tenths % 10_000);
        return tenths / 10_000 + "." + decimals.substring(1);
    }

    /**
     * Tomcat sends a response of unknown length without chunks if the connection will be closed. Then the client could not distinguish a
     * broken transfer from a complete transfer. Tomcat keeps chunks for a response with trailers, so this method declares an empty set of
     * trailers.
     */
    private void keepChunks() {
        boolean bodiless =
                "HEAD".equals(context.request().method()) || context.status() == 204 || context.status() == 304;
        if (unknownLength && !withTrailers && !bodiless && request.protocol().equals("HTTP/1.1")) {
            response.setTrailerFields(Map::of);
        }
    }

    public void write(byte[] bytes, int offset, int count) throws ClientGone {
        try {
            ByteBuffer piece = ByteBuffer.wrap(bytes, offset, count);
            if (largeHead != null) {
                largeHead.write(piece);
            } else if (count < LARGE_BYTES || !writeLarge(piece)) {
                response.doWrite(piece);
            }
            context.sent(count);
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Whether {@link #writeDirect} is possible. */
    public boolean takesDirect() {
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        return !unknownLength && largeHead == null && connection != null && connection.takesLarge();
    }

    /** Writes a piece from a direct buffer to the socket. */
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

    /**
     * Whether the response is chunked. Tomcat decides this with the head, from the HTTP version and from whether the connection will be
     * closed.
     */
    private boolean isChunked() {
        return unknownLength && response.getMimeHeaders().getValue("Transfer-Encoding") != null;
    }

    public void flush() throws ClientGone {
        response.action(ActionCode.CLIENT_FLUSH, null);
        checkClient();
    }

    /** Ends the response. */
    public void end() throws ClientGone {
        endLarge();
        response.action(ActionCode.CLOSE, null);
        ended = true;
        checkClient();
    }

    private void endLarge() throws ClientGone {
        GatewayHttp11Processor connection = GatewayHttp11Processor.of(request);
        if (largeHead == null || connection == null || ended) {
            return;
        }
        try {
            largeHead.end();
        } catch (IOException e) {
            throw new ClientGone(e);
        }
        if (closing || largeHead.endsWithConnection()) {
            connection.closeAfterResponse();
        }
    }

    /** Aborts the connection, so that the client sees an incomplete response. */
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

    /**
     * Sends the head of a response with the status 101. When the server has ended the request, it hands the connection to {@code opening}.
     */
    public void upgrade(String protocol, Supplier<Opening> opening) throws ClientGone {
        header("Upgrade", protocol);
        header("Connection", "Upgrade");
        commit();
        flush();
        request.action(
                ActionCode.UPGRADE, new UpgradeToken(new UpgradedConnection(opening.get()), null, null, protocol));
    }

    /** Sends a whole response. */
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
            flush(); // Tomcat resets a stream whose request body did not arrive, and would drop the buffered response
        }
        end();
    }

    /** Sends the contract's error body. */
    public void error(GatewayException failure) throws ClientGone {
        if (request.protocol().equals("")) {
            status(failure.error().status());
            abort(); // HTTP/0.9 has no status: the client would take any bytes for the page
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
