package com.fincloud.gateway.contract;

import com.fincloud.gateway.websocket.WebSocketKey;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A WebSocket server for tests: handshakes, frames, and an echo. */
final class WebSocketBackend {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** A frame as it came over the wire, its payload unmasked. */
    record Frame(boolean last, int opcode, boolean masked, byte[] payload) {

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? 0 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    private final BlockingQueue<Frame> closes = new LinkedBlockingQueue<>();

    /** Close frames that the gateway has sent to the backend. */
    BlockingQueue<Frame> closes() {
        return closes;
    }

    static void accept(RecordingBackend.Request request, OutputStream out, String more) throws IOException {
        out.write(RecordingBackend.head("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n"
                + "Sec-WebSocket-Accept: " + WebSocketKey.accept(String.valueOf(request.value("Sec-WebSocket-Key")))
                + "\n"
                + more + "\n"));
        out.flush();
    }

    /** Accepts, and sends back each frame until the close. */
    void echo(RecordingBackend.Request request, InputStream in, OutputStream out) throws IOException {
        accept(request, out, "");
        echo(in, out);
    }

    void echo(InputStream in, OutputStream out) throws IOException {
        for (Frame frame = read(in); frame != null; frame = read(in)) {
            if (frame.opcode() == CLOSE) {
                closes.add(frame);
                write(out, frame, false);
                throw new IOException("closed"); // ends the connection
            }
            if (frame.opcode() == PING) {
                write(out, new Frame(true, PONG, false, frame.payload()), false);
            } else if (frame.opcode() != PONG) {
                write(out, frame, false);
            }
        }
    }

    static void write(OutputStream out, Frame frame, boolean masked) throws IOException {
        out.write(bytes(frame, masked));
        out.flush();
    }

    static byte[] bytes(Frame frame, boolean masked) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int length = frame.payload().length;
        bytes.write((frame.last() ? 0x80 : 0) | frame.opcode());
        int mask = masked ? 0x80 : 0;
        if (length < 126) {
            bytes.write(mask | length);
        } else if (length < 65_536) {
            bytes.write(mask | 126);
            bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            bytes.write(mask | 127);
            bytes.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        byte[] payload = frame.payload().clone();
        if (masked) {
            byte[] key = {1, 2, 3, 4};
            bytes.writeBytes(key);
            unmask(payload, key);
        }
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    static @Nullable Frame read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int second = in.readUnsignedByte();
        boolean masked = second > 0x7f;
        long length = second & 0x7f;
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] key = masked ? in.readNBytes(4) : new byte[4];
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        unmask(payload, key);
        return new Frame(first > 0x7f, first & 0xf, masked, payload);
    }

    private static void unmask(byte[] payload, byte[] key) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
    }

    static Frame text(String text) {
        return new Frame(true, TEXT, false, text.getBytes(StandardCharsets.UTF_8));
    }

    static Frame close(int code) {
        return new Frame(
                true,
                CLOSE,
                false,
                ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /** The head of a client's handshake. */
    static String handshake(String path, String... headers) {
        return "GET " + path
                + " HTTP/1.1\r\nHost: gateway.example\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n";
    }
}
