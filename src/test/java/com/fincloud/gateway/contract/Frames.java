package com.fincloud.gateway.contract;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 as bytes (RFC 9113 section 6), and head blocks without any compression (RFC 7541). */
final class Frames {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

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
            return new BigInteger(payload).intValue();
        }
    }

    private Frames() {}

    /** A whole frame. */
    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Reads the next frame. */
    static Frame read(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), new byte[length]);
        in.readFully(frame.payload());
        return frame;
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
}
