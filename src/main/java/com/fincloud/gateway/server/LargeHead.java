package com.fincloud.gateway.server;

import com.fincloud.gateway.server.wire.Latin1;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.FastHttpDateFormat;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * A response over HTTP/1.1 or 1.0 whose head does not fit Tomcat's buffer. Each connection has such a buffer while its request is served,
 * so it is small, and the few responses with a larger head are framed here (RFC 9112 section 6).
 */
final class LargeHead {

    /** The bytes of all fields of the largest head. A head beyond is refused. */
    static final int MAX_BYTES = 28 * 1024;

    /** What Tomcat adds to a head: the status line, {@code Date}, and the fields for the body. */
    private static final int TOMCATS_BYTES = 512;

    private static final byte[] LINE_END = {'\r', '\n'};

    private final Response response;
    private final SocketWrapperBase<?> socket;
    private final boolean bodiless;
    private final boolean chunked;

    private LargeHead(Response response, SocketWrapperBase<?> socket, boolean bodiless, boolean chunked) {
        this.response = response;
        this.socket = socket;
        this.bodiless = bodiless;
        this.chunked = chunked;
    }

    /** Whether the head is too large for a buffer of so many bytes, but not too large to be sent. */
    static boolean isLarge(Response response, int bufferBytes) {
        MimeHeaders fields = response.getMimeHeaders();
        int bytes = TOMCATS_BYTES;
        for (int i = 0; i < fields.size(); i++) {
            bytes += fields.getName(i).getLength() + fields.getValue(i).getLength() + 4;
        }
        return bytes > bufferBytes && bytes <= MAX_BYTES;
    }

    /**
     * Sends the head.
     *
     * @param method the method of the request
     * @param takesChunks whether the client's HTTP version has chunks; otherwise a body of unknown length ends with the connection
     */
    static LargeHead send(Response response, SocketWrapperBase<?> socket, String method, boolean takesChunks)
            throws IOException {
        int status = response.getStatus();
        boolean without = status < 200 || status == 204 || status == 304;
        boolean bodiless = without || status == 205 || method.equals("HEAD");
        MimeHeaders fields = response.getMimeHeaders();
        set(fields, "Content-Type", response.getContentType());
        set(fields, "Date", fields.getValue("Date") == null ? FastHttpDateFormat.getCurrentDate() : null);
        long length = response.getContentLengthLong();
        boolean chunked = !bodiless && length < 0 && takesChunks;
        set(fields, "Content-Length", without || length < 0 ? null : Long.toString(status == 205 ? 0 : length));
        set(fields, "Transfer-Encoding", chunked ? "chunked" : null);
        LargeHead head = new LargeHead(response, socket, bodiless, chunked);
        head.line("HTTP/1.1 " + status + " ");
        for (int i = 0; i < fields.size(); i++) {
            head.field(fields.getName(i), fields.getValue(i));
        }
        head.line("");
        response.setCommitted(true); // so Tomcat sends no head of its own, and the bytes of the body as they are
        return head;
    }

    private static void set(MimeHeaders fields, String name, @Nullable String value) {
        if (value != null) {
            fields.setValue(name).setString(value);
        }
    }

    private void line(String text) throws IOException {
        bytes(Latin1.bytes(text));
        bytes(LINE_END);
    }

    private void field(MessageBytes name, MessageBytes value) throws IOException {
        name.toBytes();
        value.toBytes();
        visible(name.getByteChunk());
        bytes(new byte[] {':', ' '});
        visible(value.getByteChunk());
        bytes(LINE_END);
    }

    /** Nothing in a field ends its line, as in the heads that Tomcat writes. */
    private void visible(ByteChunk chunk) throws IOException {
        byte[] copy = new byte[chunk.getLength()];
        System.arraycopy(chunk.getBuffer(), chunk.getStart(), copy, 0, copy.length);
        for (int i = 0; i < copy.length; i++) {
            boolean control = (copy[i] >= 0 && copy[i] < ' ' && copy[i] != '\t') || copy[i] == 127;
            copy[i] = control ? (byte) ' ' : copy[i];
        }
        bytes(copy);
    }

    private void bytes(byte[] bytes) throws IOException {
        socket.write(true, bytes, 0, bytes.length);
    }

    /** Sends a piece of the body. */
    void write(ByteBuffer piece) throws IOException {
        if (bodiless || !piece.hasRemaining()) {
            return;
        }
        if (chunked) {
            bytes((Integer.toHexString(piece.remaining()) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        socket.write(true, piece);
        if (chunked) {
            bytes(LINE_END);
        }
    }

    /** Ends the body, with its trailers if there are any. */
    void end() throws IOException {
        if (!chunked) {
            return;
        }
        line("0");
        Supplier<Map<String, String>> trailers = response.getTrailerFields();
        if (trailers != null) {
            for (Map.Entry<String, String> trailer : trailers.get().entrySet()) {
                line(trailer.getKey() + ": " + trailer.getValue());
            }
        }
        line("");
    }

    /** Whether only the end of the connection tells the client that the body is complete. */
    boolean endsWithConnection() {
        return !bodiless && !chunked && response.getContentLengthLong() < 0;
    }
}
