package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks of route files concurrently, each with a deadline. A check that waits, for instance for a schema's host that does not
 * respond, yields its slot to a different check after a second. At its deadline a check is abandoned: it gets a verdict, its thread is
 * interrupted, and its later result is ignored. While {@link #MAX_WAITING} such checks have not ended, new checks wait.
 *
 * @param <T> the result of a check
 */
public final class Checks<T> implements AutoCloseable {

    /** The time-out of a step of a check. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int AT_ONCE = Math.min(2, Runtime.getRuntime().availableProcessors());

    /** The maximum number of checks that hang or are abandoned, and have not ended. */
    private static final int MAX_WAITING = 8;

    private static final String TOO_LONG = "the check took longer than " + DEADLINE.toSeconds()
            + " s: something that the file refers to does not answer, for example the host of a validator:http://... schema"
            + " or of another resource; the file is tried again when it changes, and every 30 s";

    private final BackgroundTasks threads =
            new BackgroundTasks(BackgroundTask.ROUTE_CHECK, AT_ONCE + MAX_WAITING).endingWhenIdle();
    private final Deque<Check> queue = new ArrayDeque<>();
    private final List<Check> running = new ArrayList<>();
    private final Consumer<T> unwanted;
    private long lastEndNanos = System.nanoTime();

    /** Creates it. {@code unwanted} gets results for which nothing waits any more. */
    Checks(Consumer<T> unwanted) {
        this.unwanted = unwanted;
    }

    /** One check, of a file or of several files that belong together. */
    final class Check {

        private final Function<Runnable, T> work;
        private @Nullable Thread thread;
        private @Nullable Progress progress;
        private @Nullable T found;
        private @Nullable RouteFileException error;
        private boolean abandoned;

        private Check(Function<Runnable, T> work) {
            this.work = work;
        }

        /** Whether there is a verdict: either {@link #found} or {@link #error}. */
        boolean isDone() {
            synchronized (Checks.this) {
                return found != null || error != null;
            }
        }

        /** Whether it had no verdict before its deadline. */
        boolean isLate() {
            synchronized (Checks.this) {
                return abandoned;
            }
        }

        @Nullable
        T found() {
            synchronized (Checks.this) {
                return found;
            }
        }

        @Nullable
        RouteFileException error() {
            synchronized (Checks.this) {
                return error;
            }
        }

        /**
         * Cancels the check, because the file has changed meanwhile.
         *
         * @return whether it is not running; otherwise its result will be unwanted
         */
        boolean cancel() {
            synchronized (Checks.this) {
                queue.remove(this);
                abandon();
                return !running.contains(this);
            }
        }

        /** Begins a step, which has its own deadline. An abandoned check ends here. */
        private void step() {
            synchronized (Checks.this) {
                if (abandoned) {
                    throw new CancellationException();
                }
                progress = new Progress();
            }
        }

        private void abandon() {
            if (found == null && error == null) {
                abandoned = true;
                error = new RouteFileException(TOO_LONG, 0, null);
                if (thread != null) {
                    thread.interrupt();
                }
            }
        }

        private boolean hangs() {
            return abandoned || (progress != null && progress.waits());
        }

        private void run() {
            synchronized (Checks.this) {
                thread = Thread.currentThread();
                progress = new Progress();
            }
            T result = null;
            RouteFileException failure = null;
            try {
                result = work.apply(this::step);
            } catch (RouteFileException e) {
                failure = e;
            } catch (CancellationException e) {
                failure = new RouteFileException(TOO_LONG, 0, null);
            } catch (Throwable e) {
                failure = new RouteFileException(
                        "the file cannot be checked: " + e.getClass().getName(), 0, null);
                throw e;
            } finally {
                if (!ended(this, result, failure) && result != null) {
                    unwanted.accept(result);
                }
            }
        }
    }

    /**
     * Begins a check as soon as a slot is free.
     *
     * @param work the work; it calls its argument at each step, and throws {@link RouteFileException} if the check fails
     */
    synchronized Check begin(Function<Runnable, T> work) {
        Check check = new Check(work);
        queue.add(check);
        startNext();
        return check;
    }

    private synchronized boolean ended(Check check, @Nullable T found, @Nullable RouteFileException error) {
        check.thread = null;
        boolean unused = Thread.interrupted(); // a late interrupt must not affect the next check
        running.remove(check);
        lastEndNanos = System.nanoTime();
        if (!check.abandoned) {
            check.found = found;
            check.error = error;
        }
        startNext();
        notifyAll();
        return !check.abandoned;
    }

    /** Abandons checks after their deadline, and starts checks for which a slot is free. */
    private void startNext() {
        for (Check check : running) {
            if (check.progress != null && check.progress.isOver(DEADLINE)) {
                check.abandon();
            }
        }
        while (!queue.isEmpty() && hasPlace()) {
            Check next = queue.remove();
            running.add(next);
            threads.run(next::run);
        }
    }

    private boolean hasPlace() {
        long hanging = running.stream().filter(Check::hangs).count();
        return running.size() - hanging < AT_ONCE && hanging <= MAX_WAITING && running.size() < AT_ONCE + MAX_WAITING;
    }

    /**
     * Waits for checks, at most {@code most} in total, and not for hanging checks.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    synchronized void await(Collection<Check> checks, Duration most) throws InterruptedException {
        long began = System.nanoTime();
        startNext();
        while (System.nanoTime() - began < most.toNanos() && checks.stream().anyMatch(this::isWorthWaiting)) {
            wait(LOOK.toMillis());
            startNext();
        }
    }

    /** Waits until each check has a verdict. It stops waiting for checks without a slot if no check ends within a deadline. */
    synchronized void awaitAll(Collection<Check> checks) throws InterruptedException {
        lastEndNanos = System.nanoTime();
        startNext();
        while (checks.stream().anyMatch(check -> !check.isDone())
                && (System.nanoTime() - lastEndNanos < DEADLINE.multipliedBy(2).toNanos()
                        || running.stream().anyMatch(check -> !check.isDone()))) {
            wait(LOOK.toMillis());
            startNext();
        }
    }

    private boolean isWorthWaiting(Check check) {
        boolean waits = queue.contains(check) && running.stream().anyMatch(other -> !other.hangs());
        return !check.isDone() && (waits || (running.contains(check) && !check.hangs()));
    }

    /** Abandons all checks. */
    @Override
    public synchronized void close() {
        queue.clear();
        threads.close();
    }
}
