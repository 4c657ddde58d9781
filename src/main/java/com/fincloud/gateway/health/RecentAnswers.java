package com.fincloud.gateway.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches the results of the last health inquiry for a short time. However many callers there are, each backend is checked once, and
 * concurrent callers wait for the same results.
 */
final class RecentAnswers {

    private static final class Inquiry {

        private final CompletableFuture<Map<?, ?>> answers = new CompletableFuture<>();
        private volatile long answeredNanos;

        private boolean isOver(long now, long lifetimeNanos) {
            return answers.isDone() && (answers.isCompletedExceptionally() || now - answeredNanos >= lifetimeNanos);
        }
    }

    private final LongSupplier clock;
    private final AtomicReference<@Nullable Inquiry> last = new AtomicReference<>();

    /** Creates it with the system clock. */
    RecentAnswers() {
        this(System::nanoTime);
    }

    RecentAnswers(LongSupplier nanoClock) {
        this.clock = nanoClock;
    }

    /** The results of at most {@code age} ago; otherwise the results of {@code ask} now. */
    Map<?, ?> get(Duration age, Supplier<Map<?, ?>> ask) {
        while (true) {
            Inquiry known = last.get();
            if (known != null && !known.isOver(clock.getAsLong(), age.toNanos())) {
                return known.answers.join();
            }
            Inquiry fresh = new Inquiry();
            if (last.compareAndSet(known, fresh)) {
                return ask(fresh, ask);
            }
        }
    }

    private Map<?, ?> ask(Inquiry fresh, Supplier<Map<?, ?>> ask) {
        try {
            Map<?, ?> answers = ask.get();
            fresh.answeredNanos = clock.getAsLong();
            fresh.answers.complete(answers);
            return answers;
        } catch (RuntimeException e) {
            fresh.answers.completeExceptionally(e);
            throw e;
        }
    }
}
