package com.fincloud.gateway.routefile.live;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.trial.Progress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that changes the live context. Camel holds locks of the context while it starts a route, so changes run one after the
 * other. A hanging change must not block the folder's thread, which continues to poll, check and report.
 */
public final class Loader implements AutoCloseable {

    /** The time-out for a change of the live context. */
    public static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final BackgroundTasks thread = new BackgroundTasks(BackgroundTask.ROUTE_LOADER).endingWhenIdle();
    private final Duration deadline;
    private @Nullable CompletableFuture<?> last;

    /** Creates it without a thread, which starts with the first change. */
    public Loader() {
        this(DEADLINE);
    }

    Loader(Duration deadline) {
        this.deadline = deadline;
    }

    /** Whether a change is still running. */
    public boolean isBusy() {
        return last != null && !last.isDone();
    }

    /**
     * Runs {@code change} on the loader's thread and waits for it. A change that takes too long is interrupted, because later changes wait
     * for its end.
     *
     * @param change the change; it must ask whether its result is still wanted before it makes the result visible
     * @return the result; null if the change takes too long, and then its result is no longer wanted
     * @throws RouteFileException if the change fails
     */
    public <T> @Nullable T call(Function<BooleanSupplier, T> change) throws InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Wanted wanted = new Wanted();
        AtomicReference<Progress> progress = new AtomicReference<>();
        last = result;
        thread.run(() -> {
            progress.set(new Progress());
            wanted.begin();
            try {
                T made = change.apply(wanted);
                wanted.end();
                result.complete(made);
            } catch (Throwable e) {
                wanted.end();
                result.completeExceptionally(e);
                if (!(e instanceof RouteFileException)) {
                    throw e;
                }
            }
        });
        while (true) {
            try {
                return result.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                Progress known = progress.get();
                if (thread.isClosed() || (known != null && known.isOver(deadline) && wanted.giveUp())) {
                    return null;
                }
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw cause instanceof RouteFileException refused
                        ? refused
                        : new RouteFileException("the file cannot be loaded: " + cause, 0, null);
            }
        }
    }

    /** Runs {@code change} after all earlier changes, without waiting for it. */
    public void run(Runnable change) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        last = done;
        thread.run(() -> {
            try {
                change.run();
            } finally {
                done.complete(true);
            }
        });
    }

    @Override
    public void close() {
        thread.close();
    }

    /** Decides the race between a change that becomes visible and a caller that gives it up, which interrupts the change. */
    private static final class Wanted implements BooleanSupplier {

        private boolean decided;
        private boolean wanted;
        private @Nullable Thread worker;

        private synchronized void begin() {
            worker = Thread.currentThread();
        }

        /** From now on the thread is not interrupted, because it runs other changes. */
        private synchronized void end() {
            worker = null;
            boolean unused = Thread.interrupted();
        }

        @Override
        public synchronized boolean getAsBoolean() {
            if (!decided) {
                decided = true;
                wanted = true;
            }
            return wanted;
        }

        private synchronized boolean giveUp() {
            if (!decided) {
                decided = true;
                wanted = false;
                if (worker != null) {
                    worker.interrupt();
                }
            }
            return !wanted;
        }
    }
}
