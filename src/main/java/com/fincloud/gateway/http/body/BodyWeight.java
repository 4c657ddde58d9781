package com.fincloud.gateway.http.body;

/**
 * What a piece of a body may take of the heap once a step has made a text or a tree of it, in bytes. Trees are estimated by the marks
 * that begin a part in JSON and XML, in whichever of them the body is: the bytes alone may be a fiftieth of the tree.
 */
final class BodyWeight {

    /** For each byte: buffers grow by doubling, and end as a copy. */
    static final int BYTE = 3;

    private static final byte[] MARKS = new byte[256];

    static {
        MARKS['<'] = 100;
        MARKS['='] = 80;
        MARKS['{'] = 80;
        MARKS['['] = 64;
        MARKS[':'] = 64;
        MARKS[','] = 24;
        MARKS['&'] = 80; // a parser of XML hands each piece of a text over as an object of its own
    }

    private BodyWeight() {}

    /** The weight of the parts that begin in a piece, without its bytes. */
    static long marks(byte[] piece, int offset, int count) {
        long weight = 0;
        for (int i = offset; i < offset + count; i++) {
            weight += MARKS[piece[i] & 0xff];
        }
        return weight;
    }
}
