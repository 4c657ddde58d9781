package com.fincloud.bench.backend;

import java.io.ByteArrayOutputStream;

/** Where a request's body ends: after so many bytes, or after the last of its chunks (RFC 9112 section 7.1). */
final class BodyLength {

    private final boolean chunked;
    private final StringBuilder line = new StringBuilder();
    private long remaining;
    private boolean lastChunk;
    private boolean complete;

    private BodyLength(boolean chunked, long remaining) {
        this.chunked = chunked;
        this.remaining = remaining;
        this.complete = !chunked && remaining == 0;
    }

    static BodyLength of(long bytes) {
        return new BodyLength(false, bytes);
    }

    static BodyLength chunked() {
        return new BodyLength(true, 0);
    }

    boolean isComplete() {
        return complete;
    }

    /** Puts what belongs to the body into {@code body}, and returns where in {@code bytes} it stopped. */
    int feed(byte[] bytes, int from, int to, ByteArrayOutputStream body) {
        int at = from;
        while (at < to && !complete) {
            if (remaining > 0) {
                int length = (int) Math.min(remaining, to - at);
                body.write(bytes, at, length);
                at += length;
                remaining -= length;
                complete = !chunked && remaining == 0;
            } else {
                feedLine((char) bytes[at++]);
            }
        }
        return at;
    }

    /** A chunk's size, the empty line after a chunk, a trailer, or the empty line at the end. */
    private void feedLine(char c) {
        if (c != '\n') {
            line.append(c);
            return;
        }
        String text = line.toString().trim();
        line.setLength(0);
        if (lastChunk) {
            complete = text.isEmpty();
        } else if (!text.isEmpty()) {
            int end = text.indexOf(';');
            remaining = Long.parseLong(end < 0 ? text : text.substring(0, end).trim(), 16);
            lastChunk = remaining == 0;
        }
    }
}
