package com.fincloud.gateway.background;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Threads for one kind of background work. A run that fails, by an exception or an {@link Error}, costs that run only: a periodic task runs
 * again after its delay. Kinds of work share no thread, so that a slow one delays no other. After {@link #close} nothing starts.
 */
public final class BackgroundTasks implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Guard guard;
    private final ScheduledThreadPoolExecutor threads;

    /** One thread for {@code task}. It starts with the first work. */
    public BackgroundTasks(BackgroundTask task) {
        this(task, 1);
    }

    /** As many as {@code most} threads. */
    public BackgroundTasks(BackgroundTask task, int most) {
        guard = new Guard(task);
        threads = new ScheduledThreadPoolExecutor(
                most, work -> daemon(task, work), new ThreadPoolExecutor.DiscardPolicy());
        threads.setRemoveOnCancelPolicy(true);
    }

    /** The same threads, which end when they have had no work for ten seconds; they start again with the next. */
    public BackgroundTasks endingWhenIdle() {
        threads.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        threads.allowCoreThreadTimeOut(true);
        return this;
    }

    /**
     * Repeats {@code step} in a thread of its own while {@code goesOn} returns true. After a failed step it pauses for 100 ms, so that a step
     * that always fails does not take a processor.
     */
    public static Thread loop(BackgroundTask task, BooleanSupplier goesOn, Runnable step) {
        Guard guard = new Guard(task);
        Thread thread = daemon(task, () -> {
            while (goesOn.getAsBoolean()) {
                if (!guard.run(step)) {
                    LockSupport.parkNanos(Guard.class, TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
        });
        thread.start();
        return thread;
    }

    private static Thread daemon(BackgroundTask task, Runnable work) {
        Thread thread = new Thread(work, task.word());
        thread.setDaemon(true);
        return thread;
    }

    /** Runs {@code action} for the first time after {@code first}, and from then on {@code pause} after the end of each run. */
    public void every(Duration first, Duration pause, Runnable action) {
        // A task whose executor cannot start a thread later on would be lost.
        threads.prestartAllCoreThreads();
        Future<?> unused = threads.scheduleWithFixedDelay(
                () -> guard.run(action), first.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs {@code action} once after {@code delay}, unless the returned future is cancelled before. */
    public Future<?> after(Duration delay, Runnable action) {
        return threads.schedule(() -> guard.run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs {@code action} once, as soon as a thread is free. */
    public void run(Runnable action) {
        threads.execute(() -> guard.run(action));
    }

    /** Counts and logs the failure of a part of a run whose other parts go on. */
    public void failed(Throwable failure) {
        guard.failed(failure);
    }

    /** Whether nothing starts any more. */
    public boolean isClosed() {
        return threads.isShutdown();
    }

    /** Waits until what ran when it was closed has ended, {@code most} at most. */
    public void awaitEnd(Duration most) throws InterruptedException {
        boolean unused = threads.awaitTermination(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Interrupts what runs and forgets what waits. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
