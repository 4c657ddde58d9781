package com.fincloud.gateway.limit;

import java.util.Arrays;

/**
 * The windows of one client in this process: the times at which requests were admitted, in a ring that grows as needed. {@code
 * window.lua} is the same algorithm in Redis.
 */
final class SlidingWindow {

    private static final int FIRST_SLOTS = 8;

    private long[] ring = new long[FIRST_SLOTS];
    private int oldest;
    private int used;

    /** Admits a request at {@code time} (microseconds), unless a window is full; a refused request leaves no trace. */
    synchronized Decision admit(Limits limits, long time) {
        long now = used == 0 ? time : Math.max(time, at(used - 1));
        int firstInHour = firstAfter(now - Window.HOUR.micros(), 0);
        int inHour = used - firstInHour;
        int inMinute = used - firstAfter(now - Window.MINUTE.micros(), firstInHour);
        boolean minuteFull = inMinute >= limits.perMinute();
        boolean hourFull = inHour >= limits.perHour();
        if (minuteFull || hourFull) {
            long minuteFree = minuteFull ? at(used - limits.perMinute()) + Window.MINUTE.micros() : 0;
            long hourFree = hourFull ? at(used - limits.perHour()) + Window.HOUR.micros() : 0;
            return Decision.of(limits, inMinute, inHour, minuteFree, hourFree, now, true);
        }
        drop(firstInHour);
        if (used == ring.length) {
            grow(limits.perHour());
        }
        ring[(oldest + used) % ring.length] = now;
        used++;
        return Decision.of(limits, inMinute + 1, inHour + 1, 0, 0, now, true);
    }

    /** The time of the newest request in microseconds, 0 when there is none. */
    synchronized long newest() {
        return used == 0 ? 0 : at(used - 1);
    }

    private long at(int index) {
        return ring[(oldest + index) % ring.length];
    }

    private int firstAfter(long moment, int from) {
        int low = from;
        int high = used;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle) > moment) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private void drop(int count) {
        oldest = (oldest + count) % ring.length;
        used -= count;
    }

    private void grow(int limit) {
        long[] grown = new long[Math.max(used + 1, Math.min(ring.length * 2, limit))];
        int tail = Math.min(used, ring.length - oldest);
        System.arraycopy(ring, oldest, grown, 0, tail);
        System.arraycopy(ring, 0, grown, tail, used - tail);
        ring = grown;
        oldest = 0;
    }

    @Override
    public synchronized String toString() {
        return "SlidingWindow" + Arrays.toString(Arrays.copyOf(ring, Math.min(used, 8)));
    }
}
