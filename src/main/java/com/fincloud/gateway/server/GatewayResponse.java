package com.fincloud.gateway.server;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.server.wire.Latin1;
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

    private final Request request;
    private final Response response;
    private final RequestContext context;
    private final ResponseBody body;
    private boolean closing;
    private boolean withTrailers;
    private int headBytes;

    public GatewayResponse(Request request, Response response, RequestContext context) {
        this.request = request;
        this.response = response;
        this.context = context;
        this.body = new ResponseBody(request, response);
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
        body.length(bytes);
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
        body.length(0);
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
        context.headers().toClient().forEach(this::header);
        if (headBytes > MAX_HEAD_BYTES) {
            throw new HeadTooLarge();
        }
        if (closing && !isHttp2() && context.status() != 101) {
            header("Connection", "close");
            keepChunks();
        }
        try {
            body.sendHead(context.request().method());
        } catch (IOException e) {
            throw new ClientGone(e);
        }
        checkClient();
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
        if (body.isOfUnknownLength()
                && !withTrailers
                && !bodiless
                && request.protocol().equals("HTTP/1.1")) {
            response.setTrailerFields(Map::of);
        }
    }

    public void write(byte[] bytes, int offset, int count) throws ClientGone {
        try {
            body.write(ByteBuffer.wrap(bytes, offset, count));
            context.sent(count);
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Whether {@link #writeDirect} is possible. */
    public boolean takesDirect() {
        return body.takesDirect();
    }

    /** Writes a piece from a direct buffer to the socket. */
    public void writeDirect(ByteBuffer piece) throws ClientGone {
        int count = piece.remaining();
        try {
            body.writeDirect(piece);
            context.sent(count);
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    public void flush() throws ClientGone {
        response.action(ActionCode.CLIENT_FLUSH, null);
        checkClient();
    }

    /** Ends the response. */
    public void end() throws ClientGone {
        try {
            body.end(closing);
        } catch (IOException e) {
            throw new ClientGone(e);
        }
        checkClient();
    }

    /** Aborts the connection, so that the client sees an incomplete response. */
    public void abort() {
        body.abort();
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
    public void complete(int code, String contentType, byte[] content) throws ClientGone {
        status(code);
        if (!contentType.isEmpty()) {
            header("Content-Type", contentType);
        }
        contentLength(content.length);
        commit();
        if (content.length > 0 && !"HEAD".equals(context.request().method())) {
            write(content, 0, content.length);
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
