package com.fincloud.gateway.upstream.instance;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The passive health of one instance: it is judged by the requests that it gets anyway. An instance is left out when as many calls in a row
 * fail as open a circuit, when it cannot be connected to, and when a call times out while nothing else is answered there. After the time of
 * {@link LeaveOutTime} one call is sent there as a trial. Any success of a later call ends the leaving out.
 */
final class InstanceHealth {

    private static final int AVAILABLE = 0;
    private static final int SILENT = 1;
    private static final int LEFT_OUT = 2;
    private static final int HANGING = 3;

    private final InstanceWatch watch;
    private final int threshold;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger sentSinceResponse = new AtomicInteger();
    private final AtomicLong responses = new AtomicLong();
    private final AtomicLong leftOutTimes = new AtomicLong();

    private volatile int failures;
    private volatile boolean leftOut;
    private volatile long untilNanos;
    private volatile long failedNanos;
    private long sinceNanos;
    private boolean hanging;
    private boolean onTrial;
    private boolean failsCheck;
    private boolean wasLeftOut;
    private int doublings;
    private long backNanos;
    private @Nullable Instant lastFailure;
    private @Nullable InstanceFailure reason;

    InstanceHealth(InstanceWatch watch, int threshold) {
        this.watch = watch;
        this.threshold = threshold;
    }

    /**
     * How suitable the instance is for the next request; the smallest number is best. An instance is silent when {@code threshold} requests
     * wait there and nothing was answered since the first of them was sent: perhaps it hangs. So an instance that hangs gets few requests
     * before the first of them times out.
     */
    int rank() {
        if (leftOut) {
            return isHanging() ? HANGING : LEFT_OUT;
        }
        return sentSinceResponse.get() >= threshold && unanswered.get() >= threshold ? SILENT : AVAILABLE;
    }

    private synchronized boolean isHanging() {
        return hanging;
    }

    /** Whether a call there would probably wait for its time-out. */
    static boolean isHopeless(int rank) {
        return rank == HANGING;
    }

    /** Whether the instance is not left out. */
    static boolean isUsable(int rank) {
        return rank <= SILENT;
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Takes the one place for a trial; false if the instance is not left out, its time has not passed, or another trial is running. */
    boolean beginTrial() {
        if (!leftOut || watch.nanos() - untilNanos < 0) {
            return false;
        }
        synchronized (this) {
            if (!leftOut || onTrial || failsCheck) {
                return false;
            }
            onTrial = true;
            return true;
        }
    }

    /** A call is about to be sent; returns the number of responses so far. */
    long sending() {
        inFlight.incrementAndGet();
        unanswered.incrementAndGet();
        sentSinceResponse.incrementAndGet();
        return responses.get();
    }

    /** The responses so far. */
    long responses() {
        return responses.get();
    }

    /** The call waits for a response head no longer. */
    void waitEnds(boolean responded) {
        unanswered.decrementAndGet();
        if (responded) {
            responses.incrementAndGet();
            sentSinceResponse.set(0);
        }
    }

    /** The call's connection has been returned or closed. */
    void released() {
        inFlight.decrementAndGet();
    }

    /** A trial has ended without a verdict, because its client left for instance. */
    synchronized void trialEnds() {
        onTrial = false;
    }

    /**
     * A call has succeeded. If it was sent before the instance was left out, it does not show that the instance works again.
     *
     * @param leftOutBefore how often the instance was left out when the call was sent
     */
    void succeeded(long leftOutBefore) {
        if (failures > 0 || leftOut) {
            recover(leftOutBefore);
        }
    }

    private void recover(long leftOutBefore) {
        boolean back;
        synchronized (this) {
            if (leftOut && leftOutBefore != leftOutTimes.get()) {
                return;
            }
            failures = 0;
            back = leftOut && !failsCheck;
            if (back) {
                putBack();
            }
        }
        if (back) {
            watch.cameBack();
        }
    }

    private void putBack() {
        leftOut = false;
        hanging = false;
        onTrial = false;
        backNanos = watch.nanos();
    }

    /**
     * A call has failed.
     *
     * @param answeredMeanwhile whether the instance has answered another call since this one was sent
     * @return whether the instance was left out already
     */
    boolean failed(InstanceFailure failure, boolean trial, boolean answeredMeanwhile) {
        long seconds = 0;
        boolean before;
        synchronized (this) {
            before = leftOut;
            int count = ++failures;
            failedNanos = watch.nanos();
            lastFailure = watch.now();
            reason = failure;
            boolean hangs = failure == InstanceFailure.TIMED_OUT && !answeredMeanwhile;
            if (trial || hangs || failure == InstanceFailure.NOT_CONNECTED || count >= threshold) {
                hanging = hangs || (hanging && !trial);
                seconds = leaveOut(trial);
            }
        }
        if (seconds > 0) {
            watch.leftOut(failure, seconds);
        }
        return before;
    }

    /** Leaves the instance out; returns for how many seconds, 0 if it is left out already. */
    private long leaveOut(boolean trial) {
        long now = watch.nanos();
        if (leftOut && !trial) {
            return 0;
        }
        boolean again = trial || (wasLeftOut && now - backNanos < LeaveOutTime.FORGOTTEN_NANOS);
        boolean sameEvent = wasLeftOut && now - sinceNanos < LeaveOutTime.SAME_EVENT_NANOS;
        doublings = !again ? 0 : sameEvent ? doublings : doublings + 1;
        sinceNanos = now;
        long nanos = LeaveOutTime.nanos(doublings, watch.random());
        wasLeftOut = true;
        onTrial = false;
        untilNanos = now + nanos;
        leftOut = true;
        leftOutTimes.incrementAndGet();
        return Math.max(1, nanos / 1_000_000_000);
    }

    /** The active check has had this result. While it fails the instance is left out, and no request is tried there. */
    void checked(boolean good) {
        long seconds = 0;
        boolean back = false;
        synchronized (this) {
            boolean failedBefore = failsCheck;
            failsCheck = !good;
            if (good) {
                back = failedBefore && leftOut;
                if (back) {
                    failures = 0;
                    putBack();
                }
            } else {
                lastFailure = watch.now();
                reason = InstanceFailure.CHECK;
                seconds = leaveOut(false);
            }
        }
        if (back) {
            watch.cameBack();
        } else if (seconds > 0) {
            watch.leftOut(InstanceFailure.CHECK, seconds);
        }
    }

    /**
     * Whether as many calls in a row have failed as open a circuit. It is not known of an instance that is left out and has not been tried
     * for a moment: it may work again, and gets the next request if no other works.
     */
    boolean hasMetThreshold() {
        return failures >= threshold && !(leftOut && watch.nanos() - failedNanos > LeaveOutTime.SAME_EVENT_NANOS);
    }

    /** When the last call failed. */
    long failedNanos() {
        return failedNanos;
    }

    boolean isLeftOut() {
        return leftOut;
    }

    /** How often the instance was left out. */
    long leftOutTimes() {
        return leftOutTimes.get();
    }

    long secondsUntilRetry() {
        long nanos = leftOut ? untilNanos - watch.nanos() : 0;
        return nanos <= 0 ? 0 : (nanos + 999_999_999) / 1_000_000_000;
    }

    synchronized InstanceStatus status(String name) {
        String state = !leftOut ? "healthy" : onTrial ? "on_trial" : "left_out";
        return new InstanceStatus(
                name,
                state,
                failures,
                inFlight.get(),
                lastFailure,
                reason == null ? null : reason.word(),
                secondsUntilRetry());
    }
}
