package com.fincloud.gateway.routefile.trial;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Tells work that waits for something from work that is slow because the machine is busy or the process is cold: the one takes no
 * processor time. A deadline that went by the clock alone would refuse good files at the start of a container with little processor.
 */
public final class Progress {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration SAMPLE = Duration.ofSeconds(1);

    /** Less than that within a sample is no progress. */
    private static final long NO_PROGRESS_NANOS = Duration.ofMillis(2).toNanos();

    /** However busy the machine is, nothing takes longer than that many deadlines. */
    private static final int MOST_DEADLINES = 12;

    private final long threadId;
    private final long beganNanos = System.nanoTime();
    private final long beganCpu;
    private long sampledNanos = beganNanos;
    private long sampledCpu;
    private boolean waits;

    /** The progress of what the current thread begins now. */
    public Progress() {
        threadId = Thread.currentThread().getId();
        beganCpu = cpu();
        sampledCpu = beganCpu;
    }

    private long cpu() {
        return THREADS.getThreadCpuTime(threadId);
    }

    /** Whether it has waited for something during the last second. */
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

    /** Whether it has taken its time: by the clock when it waits, in processor time when it computes. */
    public boolean isOver(Duration deadline) {
        long age = System.nanoTime() - beganNanos;
        return age > deadline.toNanos()
                && (waits() || cpu() - beganCpu > deadline.toNanos() || age > MOST_DEADLINES * deadline.toNanos());
    }
}
