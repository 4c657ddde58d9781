package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import com.fincloud.gateway.upstream.client.limit.Http2Limits;
import com.fincloud.gateway.upstream.client.limit.WindowBudget;

/**
 * How much of a response's body the backend may send before the client has taken it. It begins small, so that many slow clients hold little
 * memory, and grows while the client takes everything at once.
 */
final class ReceiveWindow {

    private static final int MOST = 256 * 1024;

    private final WindowBudget budget;
    private int size;
    private int left;
    private int taken; // since the last update
    private int borrowed;

    ReceiveWindow(Http2Limits limits) {
        budget = limits.windows();
        size = limits.window();
        left = size;
    }

    /** The most bytes that may be waiting. */
    int size() {
        return size;
    }

    /** Bytes have arrived, {@code padding} of which nobody will take. */
    void received(int flow, int padding) throws Http2Fault {
        if (flow > left) {
            throw new Http2Fault(ErrorCode.FLOW_CONTROL_ERROR, "More of the body than the window allows");
        }
        left -= flow;
        taken += padding;
    }

    /** Bytes were taken. Returns how many more the backend may send; 0 if it need not be told yet. */
    int taken(int bytes, boolean empty) {
        taken += bytes;
        if (taken < size / 2) {
            return 0;
        }
        int more = taken;
        if (empty && 2 * size <= MOST && budget.take(size)) {
            borrowed += size;
            more += size;
            size *= 2;
        }
        taken = 0;
        left += more;
        return more;
    }

    /** The stream has ended. */
    void giveBack() {
        budget.giveBack(borrowed);
        borrowed = 0;
    }
}
