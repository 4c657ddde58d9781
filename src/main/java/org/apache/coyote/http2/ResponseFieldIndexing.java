package org.apache.coyote.http2;

import org.jspecify.annotations.NullMarked;

/** Chooses the response fields that HPACK may send by reference later (RFC 7541 section 6.2): those that repeat. */
@NullMarked
final class ResponseFieldIndexing implements HpackEncoder.HpackHeaderFunction {

    /** A shorter text is sent as it is, as Tomcat does it. */
    private static final int LEAST_FOR_HUFFMAN = 6;

    @Override
    public boolean shouldUseIndexing(String name, String value) {
        return switch (name) {
            case "content-length", "date", "age", "etag", "last-modified", "location", "retry-after" -> false;
            case "set-cookie" -> false; // a secret, whose length compression would reveal (RFC 7541 section 7.1)
            case "x-request-id", "x-process-time" -> false;
            default -> !name.startsWith("x-ratelimit-remaining");
        };
    }

    @Override
    public boolean shouldUseHuffman(String name, String value) {
        return value.length() >= LEAST_FOR_HUFFMAN;
    }

    @Override
    public boolean shouldUseHuffman(String name) {
        return name.length() >= LEAST_FOR_HUFFMAN;
    }
}
