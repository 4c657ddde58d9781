package com.fincloud.bench.backend;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A request as it comes in: bytes are given to it until it is complete. */
final class Request {

    private static final int HEAD = 0;
    private static final int BODY = 1;
    private static final int COMPLETE = 2;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream(1024);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private int state = HEAD;
    private int endOfHead; // how many bytes of CR LF CR LF were seen
    private String path = "";
    private BodyLength length = BodyLength.of(0);

    /** Takes bytes of {@code bytes} from {@code from} on, and returns where it stopped: at {@code to}, or at the request's end. */
    int feed(byte[] bytes, int from, int to) {
        int at = from;
        if (state == HEAD) {
            at = feedHead(bytes, at, to);
        }
        if (state == BODY) {
            at = length.feed(bytes, at, to, body);
            state = length.isComplete() ? COMPLETE : BODY;
        }
        return at;
    }

    private int feedHead(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            boolean expected = bytes[i] == (endOfHead % 2 == 0 ? '\r' : '\n');
            endOfHead = expected ? endOfHead + 1 : bytes[i] == '\r' ? 1 : 0;
            if (endOfHead == 4) {
                head.write(bytes, from, i + 1 - from);
                read(head.toString(StandardCharsets.ISO_8859_1));
                state = BODY;
                return i + 1;
            }
        }
        head.write(bytes, from, to - from);
        return to;
    }

    private void read(String text) {
        int begin = text.indexOf(' ') + 1;
        path = text.substring(begin, text.indexOf(' ', begin));
        for (int line = text.indexOf("\r\n"); line + 4 < text.length(); line = text.indexOf("\r\n", line + 2)) {
            if (isHeader(text, line + 2, "Content-Length:")) {
                length = BodyLength.of(Long.parseLong(value(text, line + 2)));
            } else if (isHeader(text, line + 2, "Transfer-Encoding:")) {
                length = BodyLength.chunked();
            }
        }
    }

    private static boolean isHeader(String text, int at, String name) {
        return text.regionMatches(true, at, name, 0, name.length());
    }

    private static String value(String text, int line) {
        return text.substring(text.indexOf(':', line) + 1, text.indexOf("\r\n", line))
                .trim();
    }

    boolean isComplete() {
        return state == COMPLETE;
    }

    boolean pathEndsWith(String end) {
        return path.endsWith(end);
    }

    byte[] body() {
        return body.toByteArray();
    }
}
