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
    private @Nullable CompletableFuture<?> last;

    /** Creates it without a thread, which starts with the first change. */
    public Loader() {}

    /** Whether a change is still running. */
    public boolean isBusy() {
        return last != null && !last.isDone();
    }

    /**
     * Runs {@code change} on the loader's thread and waits for it.
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
            try {
                result.complete(change.apply(wanted));
            } catch (Throwable e) {
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
                if (thread.isClosed() || (known != null && known.isOver(DEADLINE) && wanted.giveUp())) {
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

    /** Decides the race between a change that becomes visible and a caller that gives it up. */
    private static final class Wanted implements BooleanSupplier {

        private boolean decided;
        private boolean wanted;

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
            }
            return !wanted;
        }
    }
}
