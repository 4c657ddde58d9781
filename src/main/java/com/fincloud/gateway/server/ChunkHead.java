package com.fincloud.gateway.server;

import java.nio.ByteBuffer;

/** Looks behind a chunk's data, without reading it, whether the next chunk has come (RFC 9112 section 7.1). */
public final class ChunkHead {

    private ChunkHead() {}

    /**
     * Whether behind the end of {@code data} stand the line end of its chunk, the whole head of the next one, which has a size and
     * nothing else, and at least a byte of its data. Then to read on does not wait for the client.
     *
     * @param data a chunk's data as a part of the buffer with all that has come
     * @param behind bytes that have come behind it
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

    /** What follows the line end at {@code at}, -1 when there is none. */
    private static int lineEnd(ByteBuffer bytes, int at) {
        boolean ends = at + 1 < bytes.limit() && bytes.get(at) == '\r' && bytes.get(at + 1) == '\n';
        return ends ? at + 2 : -1;
    }
}
