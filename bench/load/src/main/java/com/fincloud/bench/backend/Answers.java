package com.fincloud.bench.backend;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What the backend says: made once where it is always the same. */
final class Answers {

    static final int BIG_BYTES = 100 * 1024 * 1024;

    private static final int JSON_BYTES = 1024;
    private static final int BLOCK_BYTES = 256 * 1024;

    private final byte[] json = answer(jsonOf(JSON_BYTES));
    private final byte[] health = answer("{\"status\":\"healthy\"}");
    private final byte[] bigHead = head("application/octet-stream", BIG_BYTES);
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
    private long served;

    /** The answer to one more request, but for what {@code /big} sends after its head. */
    ByteBuffer to(Request request) {
        if (request.pathEndsWith("/x") || request.pathEndsWith("/slow")) {
            served++;
            return ByteBuffer.wrap(json);
        }
        if (request.pathEndsWith("/echo")) {
            served++;
            return echo(request.body());
        }
        if (request.pathEndsWith("/big")) {
            served++;
            return ByteBuffer.wrap(bigHead);
        }
        if (request.pathEndsWith("/served")) {
            return ByteBuffer.wrap(answer(Long.toString(served)));
        }
        return ByteBuffer.wrap(health);
    }

    /** Content without meaning, for {@code bytes} or less of a big answer. */
    ByteBuffer block(long bytes) {
        ByteBuffer part = block.duplicate();
        part.limit((int) Math.min(bytes, BLOCK_BYTES));
        return part;
    }

    private static ByteBuffer echo(byte[] body) {
        byte[] head = head("application/json", body.length);
        ByteBuffer answer = ByteBuffer.allocate(head.length + body.length);
        return answer.put(head).put(body).flip();
    }

    private static byte[] answer(String body) {
        return (new String(head("application/json", body.length()), StandardCharsets.US_ASCII) + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] head(String type, int length) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String jsonOf(int bytes) {
        String begin = "{\"id\":1,\"name\":\"Main account\",\"currency\":\"EUR\",\"note\":\"";
        String end = "\"}";
        return begin + "n".repeat(bytes - begin.length() - end.length()) + end;
    }
}
