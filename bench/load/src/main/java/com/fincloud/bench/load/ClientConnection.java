package com.fincloud.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A keep-alive connection to a server of this machine, for one request at a time, with a thread that waits for the answer. */
public final class ClientConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 40_000;
    private static final int BUFFER_BYTES = 64 * 1024;

    /** What a gateway is measured with shares its processors: of a big answer it takes much at a time, and copies nothing. */
    private static final int BIG_BYTES = 512 * 1024;

    /**
     * What came back.
     *
     * @param bytes length of the body, of which the first bytes are in {@code text} where they are few
     */
    public record Answer(int status, long bytes, String text) {}

    private final SocketChannel channel;
    private final Socket socket;
    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private @Nullable ByteBuffer big;
    private int from;
    private int to;

    /** Connects to a port of this machine. */
    public ClientConnection(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket = channel.socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        input = socket.getInputStream();
    }

    /** Sends a request, and reads its answer to the end. */
    public Answer exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        int status = 0;
        long length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (status == 0) {
                status = Integer.parseInt(line.substring(9, 12));
                continue;
            }
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).trim());
            }
        }
        return length < 0 ? chunked(status) : sized(status, length);
    }

    private Answer sized(int status, long length) throws IOException {
        String text = length > BUFFER_BYTES ? "" : text((int) length);
        if (length > BUFFER_BYTES) {
            skip(length);
        }
        return new Answer(status, length, text);
    }

    private Answer chunked(int status) throws IOException {
        long total = 0;
        while (true) {
            long length = Long.parseLong(line().trim(), 16);
            skip(length);
            line();
            if (length == 0) {
                return new Answer(status, total, "");
            }
            total += length;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int b = read(); b != '\n'; b = read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private int read() throws IOException {
        if (from == to) {
            fill();
        }
        return buffer[from++] & 0xff;
    }

    private void fill() throws IOException {
        from = 0;
        to = Math.max(0, input.read(buffer));
        if (to == 0) {
            throw new EOFException("the connection ended within an answer");
        }
    }

    private String text(int length) throws IOException {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) read();
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private void skip(long length) throws IOException {
        int here = (int) Math.min(length, to - from);
        from += here;
        long remaining = length - here;
        while (remaining >= BIG_BYTES) {
            remaining -= skipBig();
        }
        while (remaining > 0) {
            if (from == to) {
                fill();
            }
            int part = (int) Math.min(remaining, to - from);
            from += part;
            remaining -= part;
        }
    }

    private int skipBig() throws IOException {
        if (big == null) {
            big = ByteBuffer.allocateDirect(BIG_BYTES);
        }
        int length = channel.read(big.clear());
        if (length < 0) {
            throw new EOFException("the connection ended within an answer");
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
