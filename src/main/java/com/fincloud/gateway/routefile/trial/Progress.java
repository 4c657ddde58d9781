package com.fincloud.gateway.routefile.trial;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Distinguishes work that waits from work that is slow because the machine is busy or the JVM is cold: waiting work uses no CPU time. A
 * deadline by the clock alone would refuse good files at the start of a container with little CPU.
 */
public final class Progress {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration SAMPLE = Duration.ofSeconds(1);

    /** CPU time within a sample below which there is no progress. */
    private static final long NO_PROGRESS_NANOS = Duration.ofMillis(2).toNanos();

    /** The maximum duration in deadlines, however busy the machine is. */
    private static final int MAX_DEADLINES = 12;

    private final long threadId;
    private final long beganNanos = System.nanoTime();
    private final long beganCpu;
    private long sampledNanos = beganNanos;
    private long sampledCpu;
    private boolean waits;

    /** Starts to measure the work of the current thread. */
    public Progress() {
        threadId = Thread.currentThread().getId();
        beganCpu = cpu();
        sampledCpu = beganCpu;
    }

    private long cpu() {
        return THREADS.getThreadCpuTime(threadId);
    }

    /** Whether the work was waiting during the last second. */
    synchronized boolean waits() {
        long now = System.nanoTime();
        if (now - sampledNanos >= SAMPLE.toNanos()) {
            long cpu = cpu();
            waits = cpu - sampledCpu < NO_PROGRESS_NANOS;
            sampledCpu = cpu;
            sampledNanos = now;
        }
        return waits;
    }

    /** Whether the work has exceeded its deadline: by the clock if it waits, in CPU time if it computes. */
    public boolean isOver(Duration deadline) {
        long age = System.nanoTime() - beganNanos;
        return age > deadline.toNanos()
                && (waits() || cpu() - beganCpu > deadline.toNanos() || age > MAX_DEADLINES * deadline.toNanos());
    }
}
