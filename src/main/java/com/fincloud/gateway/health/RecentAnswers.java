package com.fincloud.gateway.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the backends said of themselves, kept for a while: however many ask, each backend is asked once, and who comes meanwhile waits
 * for the same answers.
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

    /** Answers by the system's clock. */
    RecentAnswers() {
        this(System::nanoTime);
    }

    RecentAnswers(LongSupplier nanoClock) {
        this.clock = nanoClock;
    }

    /** The answers of at most {@code age} ago, or those that {@code ask} gets now. */
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
