package com.fincloud.gateway.background;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Threads for one kind of background work. An exception or {@link Error} ends only the run that throws it: a periodic task runs again after
 * its delay. Different kinds of work share no threads, so that slow work delays no other work. After {@link #close} nothing starts, and an
 * exception of work that was interrupted is no failure.
 */
public final class BackgroundTasks implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Guard guard;
    private final ScheduledThreadPoolExecutor threads;

    /** Creates one thread for {@code task}, which starts with the first work. */
    public BackgroundTasks(BackgroundTask task) {
        this(task, 1);
    }

    /** Creates up to {@code most} threads. */
    public BackgroundTasks(BackgroundTask task, int most) {
        guard = new Guard(task);
        threads = new ScheduledThreadPoolExecutor(
                most, work -> daemon(task, work), new ThreadPoolExecutor.DiscardPolicy());
        threads.setRemoveOnCancelPolicy(true);
    }

    /** Makes the threads end when they have had no work for ten seconds. They start again with the next work. */
    public BackgroundTasks endingWhenIdle() {
        threads.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        threads.allowCoreThreadTimeOut(true);
        return this;
    }

    /**
     * Repeats {@code step} in a new thread while {@code running} returns true. After a failed step it pauses for 100 ms, so that a step that
     * always fails does not occupy a processor.
     */
    public static Thread loop(BackgroundTask task, BooleanSupplier running, Runnable step) {
        Guard guard = new Guard(task);
        Thread thread = daemon(task, () -> {
            while (running.getAsBoolean()) {
                if (!guard.run(step, () -> !running.getAsBoolean())) {
                    LockSupport.parkNanos(Guard.class, TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
        });
        thread.start();
        return thread;
    }

    /** Runs {@code work} once in a new thread. */
    public static Thread once(BackgroundTask task, Runnable work) {
        Guard guard = new Guard(task);
        Thread thread = daemon(task, () -> guard.run(work, () -> false));
        thread.start();
        return thread;
    }

    private static Thread daemon(BackgroundTask task, Runnable work) {
        Thread thread = new Thread(work, task.word());
        thread.setDaemon(true);
        return thread;
    }

    /** Runs {@code action} first after {@code first}, and then {@code pause} after the end of each run. */
    public void every(Duration first, Duration pause, Runnable action) {
        // The threads start now, because a task would be lost if its executor could not start a thread later.
        threads.prestartAllCoreThreads();
        Future<?> unused = threads.scheduleWithFixedDelay(
                () -> guard.run(action, this::isClosed), first.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs {@code action} once after {@code delay}, unless the returned future is cancelled before. */
    public Future<?> after(Duration delay, Runnable action) {
        return threads.schedule(() -> guard.run(action, this::isClosed), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs {@code action} once, as soon as a thread is free. */
    public void run(Runnable action) {
        threads.execute(() -> guard.run(action, this::isClosed));
    }

    /** Counts and logs the failure of one part of a run. The remaining parts continue. */
    public void failed(Throwable failure) {
        guard.failed(failure);
    }

    /** Whether it is closed. */
    public boolean isClosed() {
        return threads.isShutdown();
    }

    /** Waits until the work that was running at {@link #close} has ended, at most {@code most}. */
    public void awaitEnd(Duration most) throws InterruptedException {
        boolean unused = threads.awaitTermination(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Interrupts running work and drops waiting work. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
