package com.fincloud.gateway.upstream.client.limit;

import com.fincloud.gateway.http.HeadBudget;
import java.io.IOException;

/** The memory of one response's heads: a part that is free, and steps of the {@link HeadBudget} beyond it. */
public final class HeadRoom {

    /** The number of bytes that are taken from the budget in one step. */
    private static final int STEP_BYTES = 4 * 1024;

    private int left = HeadBudget.FREE_BYTES;

    /** A response begins. */
    public void begin() {
        left = HeadBudget.FREE_BYTES;
    }

    /**
     * Takes the memory of a line or field.
     *
     * @param bytes on the wire
     * @throws IOException if {@code memory} has no room
     */
    public void take(int bytes, HeadMemory memory) throws IOException {
        left -= HeadBudget.weight(1, bytes);
        if (left < 0) {
            int more = Math.max(STEP_BYTES, -left);
            memory.hold(more);
            left += more;
        }
    }
}
