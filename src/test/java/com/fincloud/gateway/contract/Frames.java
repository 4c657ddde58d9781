package com.fincloud.gateway.contract;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 client that sends the frames a test wants (RFC 9113 section 6), and head blocks without any compression (RFC 7541). */
final class Frames implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final int TIMEOUT_MILLIS = 10_000;

    /** A frame as it came. */
    record Frame(int type, int flags, int stream, byte[] payload) {

        boolean is(int expected, int ofStream) {
            return type == expected && stream == ofStream;
        }

        boolean endsStream() {
            return (flags & END_STREAM) != 0;
        }

        /** The error code of a reset. */
        int code() {
            return new java.math.BigInteger(payload).intValue();
        }
    }

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    Frames(int port, SSLContext tls) throws IOException {
        socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    /** Takes the gateway's settings, as a careful client does before anything else. */
    Frames settled() throws IOException {
        await(SETTINGS, 0);
        send(SETTINGS, 1, 0, new byte[0]);
        return this;
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        send(frame(type, flags, stream, payload));
    }

    /** Sends the bytes of one or more frames at once. */
    void send(byte[] frames) throws IOException {
        out.write(frames);
        out.flush();
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    void data(int stream, boolean last, String text) throws IOException {
        send(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void reset(int stream) throws IOException {
        send(RESET, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /** A whole head without a body: method and path, and lines {@code name: value}. */
    void get(int stream, String path, String... lines) throws IOException {
        send(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", path, lines));
    }

    /** A whole head with a body to come. */
    void post(int stream, String path, String... lines) throws IOException {
        send(HEADERS, END_HEADERS, stream, head("POST", path, lines));
    }

    static byte[] head(String method, String path, String... lines) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        field(block, ":method", method);
        field(block, ":scheme", "https");
        field(block, ":authority", "localhost");
        field(block, ":path", path);
        block.writeBytes(fields(lines));
        return block.toByteArray();
    }

    static byte[] fields(String... lines) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String line : lines) {
            int colon = line.indexOf(':', 1);
            field(block, line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return block.toByteArray();
    }

    private static void field(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        string(block, name);
        string(block, value);
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int rest = bytes.length - 127;
        block.write(Math.min(bytes.length, 127));
        while (rest >= 128) {
            block.write(128 | (rest & 127));
            rest >>= 7;
        }
        if (bytes.length >= 127) {
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /** The next frame, null at the end of the connection. */
    @Nullable
    Frame read() throws IOException {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), new byte[length]);
            in.readFully(frame.payload());
            return frame;
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    /** The next frame of this type and stream. */
    Frame await(int type, int stream) throws IOException {
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.is(type, stream)) {
                return frame;
            }
        }
        throw new EOFException("no frame of type " + type);
    }

    /** The body of a stream's answer, which has to end by END_STREAM. */
    String body(int stream) throws IOException {
        StringBuilder body = new StringBuilder();
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.is(RESET, stream)) {
                return "reset " + frame.code();
            }
            if (frame.is(DATA, stream)) {
                body.append(new String(frame.payload(), StandardCharsets.ISO_8859_1));
            }
            if (frame.stream() == stream && frame.endsStream()) {
                return body.toString();
            }
        }
        return "closed after " + body;
    }

    /** Reads until the connection ends. */
    void awaitEnd() throws IOException {
        while (read() != null) {
            // what comes until then
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
