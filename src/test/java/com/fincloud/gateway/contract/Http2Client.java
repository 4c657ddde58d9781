package com.fincloud.gateway.contract;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 client that sends the frames a test wants. */
final class Http2Client implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final OutputStream out;

    Http2Client(int port, SSLContext tls) throws IOException {
        socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(Frames.SETTINGS, 0, 0, new byte[0]);
    }

    /** Takes the gateway's settings, as a careful client does before anything else. */
    Http2Client settled() throws IOException {
        await(Frames.SETTINGS, 0);
        send(Frames.SETTINGS, 1, 0, new byte[0]);
        return this;
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        send(Frames.frame(type, flags, stream, payload));
    }

    /** Sends the bytes of one or more frames at once. */
    void send(byte[] frames) throws IOException {
        out.write(frames);
        out.flush();
    }

    void data(int stream, boolean last, String text) throws IOException {
        send(Frames.DATA, last ? Frames.END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void reset(int stream) throws IOException {
        send(Frames.RESET, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /** A whole head without a body: method and path, and lines {@code name: value}. */
    void get(int stream, String path, String... lines) throws IOException {
        send(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, stream, Frames.head("GET", path, lines));
    }

    /** A whole head with a body to come. */
    void post(int stream, String path, String... lines) throws IOException {
        send(Frames.HEADERS, Frames.END_HEADERS, stream, Frames.head("POST", path, lines));
    }

    /** The next frame, null at the end of the connection. */
    Frames.@Nullable Frame read() throws IOException {
        try {
            return Frames.read(in);
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    /** The next frame of this type and stream. */
    Frames.Frame await(int type, int stream) throws IOException {
        for (Frames.Frame frame = read(); frame != null; frame = read()) {
            if (frame.is(type, stream)) {
                return frame;
            }
        }
        throw new EOFException("no frame of type " + type);
    }

    /** The body of a stream's answer, which has to end by Frames.END_STREAM. */
    String body(int stream) throws IOException {
        StringBuilder body = new StringBuilder();
        for (Frames.Frame frame = read(); frame != null; frame = read()) {
            if (frame.is(Frames.RESET, stream)) {
                return "reset " + frame.code();
            }
            if (frame.is(Frames.DATA, stream)) {
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
