package com.fincloud.gateway.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request or an answer as it came over the wire.
 *
 * @param start the request line or status line
 * @param headers the header lines as they came
 * @param body chunks put together
 * @param complete whether it came to the end that its framing announced
 */
record Message(String start, List<String> headers, byte[] body, boolean complete) {

    /** The connection ended before the first byte of a message. */
    static final Message NONE = new Message("", List.of(), new byte[0], false);

    Message {
        headers = List.copyOf(headers);
    }

    /** Whether the connection ended before the first byte. */
    boolean isNone() {
        return start.isEmpty();
    }

    /** All values of a header, in order. */
    List<String> values(String name) {
        return headers.stream()
                .filter(line -> line.length() > name.length()
                        && line.charAt(name.length()) == ':'
                        && line.regionMatches(true, 0, name, 0, name.length()))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** The status of an answer, 0 when its head is none. */
    int status() {
        return start.matches("HTTP/1\\.1 \\d{3}( .*)?") ? Integer.parseInt(start.substring(9, 12)) : 0;
    }

    /** Method and target of a request. */
    String call() {
        return start.replaceFirst(" HTTP/1\\.1$", "");
    }

    String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        String shown = text().length() > 200 ? text().substring(0, 200) + "…" : text();
        return start + " " + headers + (complete ? "" : " broken") + " = " + shown;
    }
}
