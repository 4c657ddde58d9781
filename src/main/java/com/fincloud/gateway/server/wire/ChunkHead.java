package com.fincloud.gateway.server.wire;

import java.nio.ByteBuffer;

/** Checks whether the next chunk has arrived after a chunk's data, without consuming bytes (RFC 9112 section 7.1). */
public final class ChunkHead {

    private ChunkHead() {}

    /**
     * Whether the bytes after {@code data} are the line end of this chunk, the whole head of the next chunk (a size without extensions),
     * and at least one byte of its data. If so, the next read does not wait for the client.
     *
     * @param data a chunk's data, as a part of the buffer with all received bytes
     * @param behind the number of received bytes after the data
     */
    public static boolean isFollowedByData(ByteBuffer data, int behind) {
        int end = Math.min(data.capacity(), data.limit() + behind);
        ByteBuffer all = data.duplicate().limit(end);
        int at = lineEnd(all, data.limit());
        int digits = at;
        boolean empty = true;
        while (at >= 0 && at < end && Character.digit(all.get(at), 16) >= 0) {
            empty &= all.get(at) == '0';
            at++;
        }
        if (at <= digits || empty) {
            return false;
        }
        int first = lineEnd(all, at);
        return first >= 0 && first < end;
    }

    /** The offset after the line end at {@code at}; -1 if there is no line end. */
    private static int lineEnd(ByteBuffer bytes, int at) {
        boolean ends = at + 1 < bytes.limit() && bytes.get(at) == '\r' && bytes.get(at + 1) == '\n';
        return ends ? at + 2 : -1;
    }
}
