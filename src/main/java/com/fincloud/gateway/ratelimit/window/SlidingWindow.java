package com.fincloud.gateway.ratelimit.window;

/**
 * The windows of one client in this process: the times at which requests were admitted. {@code window.lua} is the same algorithm in
 * Redis. A time is kept in four bytes, as microseconds since a moment that moves on.
 */
public final class SlidingWindow {

    /** The longest time that four bytes can tell, in microseconds: 71 minutes. */
    private static final long MAX_SINCE = 0xffff_ffffL;

    private final IntQueue times;
    private long base;

    /** Empty windows, which use the pieces that others have {@code spare}. */
    public SlidingWindow(ChunkPool spare) {
        times = new IntQueue(spare);
    }

    /** Admits a request at {@code time} (microseconds), unless a window is full; a refused request leaves no trace. */
    public synchronized Decision admit(Limits limits, long time) {
        long now = used() == 0 ? time : Math.max(time, at(used() - 1));
        int firstInHour = firstAfter(now - Window.HOUR.micros(), 0);
        int inHour = used() - firstInHour;
        int inMinute = used() - firstAfter(now - Window.MINUTE.micros(), firstInHour);
        boolean minuteFull = inMinute >= limits.perMinute();
        boolean hourFull = inHour >= limits.perHour();
        if (minuteFull || hourFull) {
            long minuteFree = minuteFull ? at(used() - limits.perMinute()) + Window.MINUTE.micros() : 0;
            long hourFree = hourFull ? at(used() - limits.perHour()) + Window.HOUR.micros() : 0;
            return Decision.of(limits, inMinute, inHour, minuteFree, hourFree, now, true);
        }
        times.removeFirst(firstInHour);
        append(now);
        return Decision.of(limits, inMinute + 1, inHour + 1, 0, 0, now, true);
    }

    /** Counts a request that is admitted whether there is room or not, at {@code time} (microseconds). */
    public synchronized void add(long time) {
        append(used() == 0 ? time : Math.max(time, at(used() - 1)));
    }

    /**
     * Takes back a request that was counted at {@code time} (microseconds). Which of those that have come since is not known; it takes
     * the first, so that what stays is counted no shorter than it should be.
     */
    public synchronized void takeBack(long time) {
        int index = firstAfter(time - 1, 0);
        if (index < used()) {
            for (int next = index + 1; next < used(); next++) {
                times.set(next - 1, times.get(next));
            }
            times.removeLast();
        }
    }

    /** Forgets requests before {@code moment} (microseconds), and gives their memory back. */
    public synchronized void forgetBefore(long moment) {
        times.removeFirst(firstAfter(moment - 1, 0));
        times.trim();
    }

    /** Requests for which there is memory. */
    public synchronized int slots() {
        return times.slots();
    }

    /** The time of the newest request in microseconds, 0 when there is none. */
    public synchronized long newest() {
        return used() == 0 ? 0 : at(used() - 1);
    }

    private int used() {
        return times.size();
    }

    private void append(long time) {
        if (used() == 0) {
            base = time;
        } else if (time - base > MAX_SINCE) {
            rebase(time);
        }
        times.add((int) (time - base));
    }

    /** Counts times from the oldest that is still of use. */
    private void rebase(long now) {
        times.removeFirst(firstAfter(now - Window.HOUR.micros(), 0));
        long next = used() == 0 ? now : at(0);
        for (int i = 0; i < used(); i++) {
            times.set(i, (int) (at(i) - next));
        }
        base = next;
    }

    private long at(int index) {
        return base + Integer.toUnsignedLong(times.get(index));
    }

    private int firstAfter(long moment, int from) {
        int low = from;
        int high = used();
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
}
