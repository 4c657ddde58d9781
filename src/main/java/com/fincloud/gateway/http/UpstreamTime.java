package com.fincloud.gateway.http;

import com.fincloud.gateway.http.trace.UpstreamAttempt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time for which one request waited for its backends, in nanoseconds of {@link System#nanoTime}. If several backends are called at the
 * same time, the time counts once. The time in which they waited for the client's body does not count.
 */
final class UpstreamTime {

    /** Of a request with many attempts, at least this many and at most twice as many are kept. */
    private static final int KEPT = 8;

    private int open;
    private long since;
    private long total;
    private int sinceMark;
    private @Nullable UpstreamAttempt last;
    private @Nullable UpstreamAttempt mark;

    /** An upstream request begins. {@code waited} is the total time of waiting for the client's body so far, in nanoseconds. */
    synchronized void begin(UpstreamAttempt attempt, long now, long waited) {
        attempt.previous(last);
        last = attempt;
        if (++sinceMark == KEPT) {
            forgetBefore(attempt);
        }
        if (open++ == 0) {
            since = now - waited;
        }
    }

    /** The response head has arrived, or there will be none. */
    synchronized void end(long now, long waited) {
        if (--open == 0) {
            total += now - waited - since;
        }
    }

    /** Forgets the attempts before the previous mark. */
    private void forgetBefore(UpstreamAttempt attempt) {
        if (mark != null) {
            mark.previous(null);
        }
        mark = attempt;
        sinceMark = 0;
    }

    /** Whether any backend was called. */
    synchronized boolean used() {
        return last != null;
    }

    /** The last attempts, the earliest first. */
    synchronized List<UpstreamAttempt> attempts() {
        List<UpstreamAttempt> all = new ArrayList<>();
        for (UpstreamAttempt attempt = last; attempt != null; attempt = attempt.previous()) {
            all.add(attempt);
        }
        Collections.reverse(all);
        return all;
    }

    synchronized long nanos() {
        return total;
    }
}
