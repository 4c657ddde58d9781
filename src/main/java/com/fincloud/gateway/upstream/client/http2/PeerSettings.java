package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Frame;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;

/** What the backend has set for a connection (RFC 9113 section 6.5.2). */
final class PeerSettings {

    /** The most streams of a connection, whatever the backend allows. */
    private static final int MOST_STREAMS = 128;

    private static final int SETTING_BYTES = 6;

    private final SendWindows windows;
    private volatile int maxStreams = MOST_STREAMS;

    PeerSettings(SendWindows windows) {
        this.windows = windows;
    }

    /** The number of streams that may be open at the same time. */
    int maxStreams() {
        return maxStreams;
    }

    /** Applies the settings of a frame. */
    void apply(byte[] payload, int offset, int length) throws Http2Fault {
        if (length % SETTING_BYTES != 0) {
            throw new Http2Fault(ErrorCode.FRAME_SIZE_ERROR, "settings of a wrong size");
        }
        for (int at = offset; at < offset + length; at += SETTING_BYTES) {
            apply((payload[at] & 0xff) << 8 | (payload[at + 1] & 0xff), Frame.number(payload, at + 2));
        }
    }

    private void apply(int setting, long value) throws Http2Fault {
        switch (setting) {
            case Frame.ENABLE_PUSH -> require(value == 0, ErrorCode.PROTOCOL_ERROR);
            case Frame.MAX_CONCURRENT_STREAMS -> maxStreams = (int) Math.min(value, MOST_STREAMS);
            case Frame.INITIAL_WINDOW_SIZE -> {
                require(value <= Integer.MAX_VALUE, ErrorCode.FLOW_CONTROL_ERROR);
                windows.initial((int) value);
            }
            // This client never sends larger frames than the smallest value that is allowed.
            case Frame.MAX_FRAME_SIZE ->
                require(value >= Frame.MAX_PAYLOAD && value < 1 << 24, ErrorCode.PROTOCOL_ERROR);
            default -> {
                // The encoder uses no table, and the backend refuses a head that is too large for it.
            }
        }
    }

    private static void require(boolean allowed, ErrorCode otherwise) throws Http2Fault {
        if (!allowed) {
            throw new Http2Fault(otherwise, "a setting that is not allowed");
        }
    }
}
