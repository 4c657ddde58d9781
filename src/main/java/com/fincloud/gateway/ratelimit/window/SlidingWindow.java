package com.fincloud.gateway.ratelimit.window;

import org.jspecify.annotations.Nullable;

/**
 * The windows of one client in this process: the times at which requests were admitted. {@code window.lua} is the same algorithm in Redis.
 * A time takes four bytes, as microseconds since a base time that moves forward.
 */
public final class SlidingWindow {

    /** The longest time that four bytes can hold, in microseconds: 71 minutes. */
    private static final long MAX_SINCE = 0xffff_ffffL;

    private final IntQueue times;
    private long base;
    private @Nullable CalendarCounts calendar;

    /** Creates empty windows, which take chunks from the pool {@code spare}. */
    public SlidingWindow(ChunkPool spare) {
        times = new IntQueue(spare);
    }

    /**
     * Admits a request at {@code time} (microseconds), unless a window is full. A refused request is not counted.
     *
     * @param cost the number of requests as which it counts, at most the smallest limit; 0 only asks
     */
    public synchronized Decision admit(Limits limits, int cost, long time) {
        long now = used() == 0 ? time : Math.max(time, at(used() - 1));
        int firstInHour = firstAfter(now - Window.HOUR.micros(), 0);
        int inHour = used() - firstInHour;
        int inMinute = used() - firstAfter(now - Window.MINUTE.micros(), firstInHour);
        boolean admitted = inMinute + cost <= limits.perMinute()
                && inHour + cost <= limits.perHour()
                && (!limits.hasCalendar() || calendar(now).hasRoom(limits, cost));
        if (admitted && cost > 0) {
            times.removeFirst(firstInHour);
            append(now, cost);
            inMinute += cost;
            inHour += cost;
        }
        int asked = admitted ? 0 : cost;
        long[] figures = new long[WindowFigures.count(limits)];
        figures[WindowFigures.ADMITTED] = admitted ? 1 : 0;
        figures[WindowFigures.IN_MINUTE] = inMinute;
        figures[WindowFigures.IN_HOUR] = inHour;
        figures[WindowFigures.MINUTE_MORE] = more(Window.MINUTE, inMinute, limits.perMinute() - asked);
        figures[WindowFigures.HOUR_MORE] = more(Window.HOUR, inHour, limits.perHour() - asked);
        figures[WindowFigures.NOW] = now;
        if (limits.hasCalendar()) {
            CalendarCounts counts = calendar(now);
            counts.add(admitted ? cost : 0);
            counts.write(figures);
        }
        return Decision.of(limits, cost, figures, true);
    }

    /** The time at which a window with {@code count} requests has fewer than now, and at most {@code most}; 0 if it has none. */
    private long more(Window window, int count, int most) {
        return count == 0 ? 0 : at(used() - Math.min(count, most + 1)) + window.micros();
    }

    private CalendarCounts calendar(long now) {
        CalendarCounts counts = calendar;
        if (counts == null) {
            counts = new CalendarCounts();
            calendar = counts;
        }
        counts.turn(now);
        return counts;
    }

    /** Counts an admitted request at {@code time} (microseconds), even if a window is full. */
    public synchronized void add(Limits limits, int cost, long time) {
        append(used() == 0 ? time : Math.max(time, at(used() - 1)), cost);
        if (limits.hasCalendar()) {
            calendar(time).add(cost);
        }
    }

    /**
     * Removes a request that was counted at {@code time} (microseconds). If several requests follow that time, it removes the first of
     * them, so that the remaining requests count at least as long as they should.
     */
    public synchronized void takeBack(Limits limits, int cost, long time) {
        int index = firstAfter(time - 1, 0);
        int removed = Math.min(cost, used() - index);
        for (int next = index + removed; next < used(); next++) {
            times.set(next - removed, times.get(next));
        }
        for (int i = 0; i < removed; i++) {
            times.removeLast();
        }
        if (limits.hasCalendar()) {
            calendar(time).add(-removed);
        }
    }

    /** Whether no request at or after {@code idle}, and no day or month at {@code now}, still counts (both in microseconds). */
    public synchronized boolean isOver(long idle, long now) {
        return newest() <= idle && (calendar == null || !calendar.isCurrent(now));
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

    private void append(long time, int count) {
        if (used() == 0) {
            base = time;
        } else if (time - base > MAX_SINCE) {
            rebase(time);
        }
        for (int i = 0; i < count; i++) {
            times.add((int) (time - base));
        }
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
