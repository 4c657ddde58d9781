package com.fincloud.gateway.upstream.client.http2;

/** The numbers of RFC 9113 section 6: types and flags of frames, and settings. */
final class Frame {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int WITH_PRIORITY = 0x20;

    static final int ENABLE_PUSH = 2;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;
    static final int MAX_HEADER_LIST_SIZE = 6;

    /** Bytes of a frame's head. */
    static final int HEAD_BYTES = 9;

    /** The maximum bytes of a frame's payload, for both directions. */
    static final int MAX_PAYLOAD = 16 * 1024;

    /** The size of a window before any setting. */
    static final int USUAL_WINDOW = 65_535;

    private Frame() {}

    /** The four bytes at {@code offset}, as an unsigned number. */
    static long number(byte[] bytes, int offset) {
        return (bytes[offset] & 0xffL) << 24
                | (bytes[offset + 1] & 0xff) << 16
                | (bytes[offset + 2] & 0xff) << 8
                | (bytes[offset + 3] & 0xff);
    }

    /** The four bytes at {@code offset} without the first bit, which is reserved. */
    static int number31(byte[] bytes, int offset) {
        return (int) (number(bytes, offset) & Integer.MAX_VALUE);
    }
}
