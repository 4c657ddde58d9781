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
 * Runs the checks of route files beside each other, each with a deadline. A check that waits for something, a schema's host that does not
 * answer for instance, gives its place to another one after a second. At its deadline it is abandoned: it has a verdict, its thread is
 * interrupted, and what it finds later is ignored. While {@link #MOST_WAITING} such checks have not ended, new ones wait.
 *
 * @param <T> what a check finds
 */
public final class Checks<T> implements AutoCloseable {

    /** How long a step of a check may take. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int AT_ONCE = Math.min(2, Runtime.getRuntime().availableProcessors());

    /** Checks that hang or are abandoned, and have not ended. */
    private static final int MOST_WAITING = 8;

    private static final String TOO_LONG = "the check took longer than " + DEADLINE.toSeconds()
            + " s: something that the file refers to does not answer, for example the host of a validator:http://... schema"
            + " or of another resource; the file is tried again when it changes, and every 30 s";

    private final BackgroundTasks threads =
            new BackgroundTasks(BackgroundTask.ROUTE_CHECK, AT_ONCE + MOST_WAITING).endingWhenIdle();
    private final Deque<Check> queue = new ArrayDeque<>();
    private final List<Check> running = new ArrayList<>();
    private final Consumer<T> unwanted;
    private long lastEndNanos = System.nanoTime();

    /** Checks whose results {@code unwanted} gets when nobody waits for them any more. */
    Checks(Consumer<T> unwanted) {
        this.unwanted = unwanted;
    }

    /** One check, of a file or of several that belong together. */
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

        /** Whether it had no verdict of its own before its deadline. */
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
         * Forgets it: the file has changed meanwhile.
         *
         * @return whether nothing of it runs; otherwise what it finds is unwanted
         */
        boolean cancel() {
            synchronized (Checks.this) {
                queue.remove(this);
                abandon();
                return !running.contains(this);
            }
        }

        /** Begins a step, which has a deadline of its own; an abandoned check goes no further. */
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
            return progress != null && progress.waits();
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
     * Begins a check as soon as there is a place for it.
     *
     * @param work says when it begins a step; throws {@link RouteFileException} when it finds nothing
     */
    synchronized Check begin(Function<Runnable, T> work) {
        Check check = new Check(work);
        queue.add(check);
        startNext();
        return check;
    }

    private synchronized boolean ended(Check check, @Nullable T found, @Nullable RouteFileException error) {
        check.thread = null;
        boolean unused = Thread.interrupted(); // an interrupt that came too late must not meet the next check
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

    /** Abandons what is over its deadline, and starts what has a place. */
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
        return running.size() - hanging < AT_ONCE && hanging <= MOST_WAITING && running.size() < AT_ONCE + MOST_WAITING;
    }

    /**
     * Waits for checks, no longer than {@code most} in all, and not for those that hang.
     *
     * @throws InterruptedException when the thread is to end
     */
    synchronized void await(Collection<Check> checks, Duration most) throws InterruptedException {
        long began = System.nanoTime();
        startNext();
        while (System.nanoTime() - began < most.toNanos() && checks.stream().anyMatch(this::isWorthWaiting)) {
            wait(LOOK.toMillis());
            startNext();
        }
    }

    /** Waits until each check has a verdict; no longer for those that wait for a place when none has ended within a deadline. */
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

    /** Abandons everything. */
    @Override
    public synchronized void close() {
        queue.clear();
        threads.close();
    }
}
