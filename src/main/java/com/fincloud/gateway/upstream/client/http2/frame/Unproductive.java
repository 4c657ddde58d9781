package com.fincloud.gateway.upstream.client.http2.frame;

/**
 * Counts the frames that bring nothing: pings, settings, empty or late data, priorities, unknown types. A backend that sends many more of
 * them than useful ones only uses the gateway's time.
 */
public final class Unproductive {

    /** The number of frames after which the connection ends. */
    public static final int MOST = 4_000;

    /** How many unproductive frames one useful frame, in either direction, makes up for. */
    private static final int WORTH = 4;

    private int count;

    /** A frame has brought nothing. */
    public synchronized void frame() throws Http2Fault {
        if (++count > MOST) {
            throw new Http2Fault(ErrorCode.ENHANCE_YOUR_CALM, "too many frames that bring nothing");
        }
    }

    /** A useful frame has come or was sent. */
    public synchronized void useful() {
        count = Math.max(0, count - WORTH);
    }
}
