package com.fincloud.gateway.upstream.client.http2.frame;

/** The numbers of RFC 9113 section 6: types and flags of frames, and settings. */
public final class Frame {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 0x1;
    public static final int ACK = 0x1;
    public static final int END_HEADERS = 0x4;
    public static final int PADDED = 0x8;
    public static final int WITH_PRIORITY = 0x20;

    public static final int ENABLE_PUSH = 2;
    public static final int MAX_CONCURRENT_STREAMS = 3;
    public static final int INITIAL_WINDOW_SIZE = 4;
    public static final int MAX_FRAME_SIZE = 5;
    public static final int MAX_HEADER_LIST_SIZE = 6;

    /** Bytes of a frame's head. */
    public static final int HEAD_BYTES = 9;

    /** The maximum bytes of a frame's payload, for both directions. */
    public static final int MAX_PAYLOAD = 16 * 1024;

    /** The size of a window before any setting. */
    public static final int USUAL_WINDOW = 65_535;

    private Frame() {}

    /** The four bytes at {@code offset}, as an unsigned number. */
    public static long number(byte[] bytes, int offset) {
        return (bytes[offset] & 0xffL) << 24
                | (bytes[offset + 1] & 0xff) << 16
                | (bytes[offset + 2] & 0xff) << 8
                | (bytes[offset + 3] & 0xff);
    }

    /** The four bytes at {@code offset} without the first bit, which is reserved. */
    public static int number31(byte[] bytes, int offset) {
        return (int) (number(bytes, offset) & Integer.MAX_VALUE);
    }
}
