package com.fincloud.gateway.websocket;

import java.nio.ByteBuffer;

/** Follows the frames of one direction (RFC 6455 section 5.2). It reads their heads and skips their payloads. */
final class FrameTracker {

    private static final int CLOSE = 0x8;
    private static final int MAX_CONTROL_PAYLOAD = 125;
    private static final int MASK_BYTES = 4;

    private final boolean masked;
    private int headBytes;
    private int headLength;
    private int lengthBytes;
    private int first;
    private long payload;
    private boolean closed;

    /** Creates a tracker. {@code masked} says whether the frames must be masked, as those of a client are (section 5.3). */
    FrameTracker(boolean masked) {
        this.masked = masked;
    }

    /** Whether the last byte was the end of a frame, or none has come yet. */
    boolean isBetweenFrames() {
        return headBytes == 0;
    }

    /** Whether a whole close frame has come. */
    boolean hasClosed() {
        return closed;
    }

    /**
     * Follows the bytes from {@code from} to {@code to}, at most to the end of the current frame.
     *
     * @return where the frame ends, or {@code to}
     * @throws FrameException if the bytes are not a frame
     */
    int follow(ByteBuffer bytes, int from, int to) throws FrameException {
        int at = from;
        while (at < to && !isHeadComplete()) {
            takeHead(bytes.get(at++) & 0xff);
        }
        if (isHeadComplete()) {
            int skipped = (int) Math.min(payload, to - at);
            payload -= skipped;
            at += skipped;
            if (payload == 0) {
                closed |= (first & 0xf) == CLOSE;
                headBytes = 0;
            }
        }
        return at;
    }

    private boolean isHeadComplete() {
        return headBytes >= 2 && headBytes == headLength;
    }

    private void takeHead(int next) throws FrameException {
        if (headBytes == 0) {
            first = next;
            headLength = 2;
        } else if (headBytes == 1) {
            takeLength(next);
        } else if (headBytes < 2 + lengthBytes) {
            if (lengthBytes == Long.BYTES && headBytes == 2 && next > 0x7f) {
                throw new FrameException("a frame of more than 2^63 bytes");
            }
            payload = payload << 8 | next;
        } // the rest is the mask
        headBytes++;
    }

    private void takeLength(int next) throws FrameException {
        if (next > 0x7f != masked) {
            throw new FrameException(masked ? "a frame without a mask" : "a masked frame");
        }
        int length = next & 0x7f;
        boolean control = (first & CLOSE) != 0;
        if (control && (length > MAX_CONTROL_PAYLOAD || first < 0x80)) {
            throw new FrameException("a control frame that is long or in fragments");
        }
        lengthBytes = length == 126 ? Short.BYTES : length == 127 ? Long.BYTES : 0;
        payload = lengthBytes == 0 ? length : 0;
        headLength = 2 + lengthBytes + (masked ? MASK_BYTES : 0);
    }
}
