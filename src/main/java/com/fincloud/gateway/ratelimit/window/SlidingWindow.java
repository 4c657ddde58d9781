package com.fincloud.gateway.ratelimit.window;

/**
 * The windows of one client in this process: the times at which requests were admitted. {@code window.lua} is the same algorithm in Redis.
 * A time takes four bytes, as microseconds since a base time that moves forward.
 */
public final class SlidingWindow {

    /** The longest time that four bytes can hold, in microseconds: 71 minutes. */
    private static final long MAX_SINCE = 0xffff_ffffL;

    private final IntQueue times;
    private long base;

    /** Creates empty windows, which take chunks from the pool {@code spare}. */
    public SlidingWindow(ChunkPool spare) {
        times = new IntQueue(spare);
    }

    /** Admits a request at {@code time} (microseconds), unless a window is full. A refused request is not counted. */
    public synchronized Decision admit(Limits limits, long time) {
        long now = used() == 0 ? time : Math.max(time, at(used() - 1));
        int firstInHour = firstAfter(now - Window.HOUR.micros(), 0);
        int inHour = used() - firstInHour;
        int inMinute = used() - firstAfter(now - Window.MINUTE.micros(), firstInHour);
        boolean minuteFull = inMinute >= limits.perMinute();
        boolean hourFull = inHour >= limits.perHour();
        boolean admitted = !minuteFull && !hourFull;
        if (admitted) {
            times.removeFirst(firstInHour);
            append(now);
            inMinute++;
            inHour++;
        }
        return Decision.of(
                limits,
                admitted,
                inMinute,
                inHour,
                more(Window.MINUTE, inMinute, limits.perMinute()),
                more(Window.HOUR, inHour, limits.perHour()),
                now,
                true);
    }

    /** The time at which a window with {@code count} requests has room for more; 0 if it has no request. */
    private long more(Window window, int count, int limit) {
        return count == 0 ? 0 : at(used() - Math.min(count, limit)) + window.micros();
    }

    /** Counts an admitted request at {@code time} (microseconds), even if a window is full. */
    public synchronized void add(long time) {
        append(used() == 0 ? time : Math.max(time, at(used() - 1)));
    }

    /**
     * Removes a request that was counted at {@code time} (microseconds). If several requests follow that time, it removes the first of
     * them, so that the remaining requests count at least as long as they should.
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

    /** Removes requests before {@code moment} (microseconds), and releases their memory. */
    public synchronized void forgetBefore(long moment) {
        times.removeFirst(firstAfter(moment - 1, 0));
        times.trim();
    }

    /** The number of requests for which memory is allocated. */
    public synchronized int slots() {
        return times.slots();
    }

    /** The time of the newest request in microseconds; 0 if there is none. */
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

    /** Moves the base time to the oldest time that still counts. */
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
