package com.fincloud.gateway.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Creates close frames (RFC 6455 sections 5.5.1 and 7.4). */
final class CloseFrame {

    private static final int FIN_AND_CLOSE = 0x88;
    private static final int MASK_BIT = 0x80;

    private CloseFrame() {}

    /** A frame for a client. */
    static ByteBuffer forClient(int code, String reason) {
        byte[] payload = payload(code, reason);
        return ByteBuffer.allocate(2 + payload.length)
                .put((byte) FIN_AND_CLOSE)
                .put((byte) payload.length)
                .put(payload)
                .flip();
    }

    /**
     * A frame for a backend, masked as each frame of a client must be. The mask protects proxies from bytes that a script chooses, and no
     * script chooses these.
     */
    static ByteBuffer forBackend(int code, String reason) {
        byte[] payload = payload(code, reason);
        byte[] mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        ByteBuffer frame = ByteBuffer.allocate(2 + mask.length + payload.length)
                .put((byte) FIN_AND_CLOSE)
                .put((byte) (MASK_BIT | payload.length))
                .put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i % mask.length]));
        }
        return frame.flip();
    }

    private static byte[] payload(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
    }
}
