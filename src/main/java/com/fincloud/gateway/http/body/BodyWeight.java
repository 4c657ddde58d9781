package com.fincloud.gateway.http.body;

/**
 * Estimates the heap bytes of a piece of a body after a step has converted it to a string or a tree. The size of a tree is estimated from
 * the characters that begin a part in JSON or XML, because a tree may take fifty times the bytes of the body.
 */
final class BodyWeight {

    /** Heap bytes for each byte of the body: buffers grow by doubling and are copied at the end. */
    static final int BYTE = 3;

    private static final byte[] MARKS = new byte[256];

    static {
        MARKS['<'] = 100;
        MARKS['='] = 80;
        MARKS['{'] = 80;
        MARKS['['] = 64;
        MARKS[':'] = 64;
        MARKS[','] = 24;
        MARKS['&'] = 80; // an XML parser creates an object for each piece of a text
    }

    private BodyWeight() {}

    /** The heap bytes of the parts that begin in a piece, without the bytes of the piece itself. */
    static long marks(byte[] piece, int offset, int count) {
        long weight = 0;
        for (int i = offset; i < offset + count; i++) {
            weight += MARKS[piece[i] & 0xff];
        }
        return weight;
    }
}
