package com.fincloud.gateway.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the backends said of themselves, for a second: however many ask, each backend is asked once, and who comes meanwhile waits for
 * the same answers.
 */
public final class RecentAnswers {

    private static final long LIFETIME_NANOS = Duration.ofSeconds(1).toNanos();

    private static final class Inquiry {

        private final CompletableFuture<Map<?, ?>> answers = new CompletableFuture<>();
        private volatile long answeredNanos;

        private boolean isOver(long now) {
            return answers.isDone() && (answers.isCompletedExceptionally() || now - answeredNanos >= LIFETIME_NANOS);
        }
    }

    private final LongSupplier clock;
    private final AtomicReference<@Nullable Inquiry> last = new AtomicReference<>();

    /** Answers by the system's clock. */
    public RecentAnswers() {
        this(System::nanoTime);
    }

    RecentAnswers(LongSupplier nanoClock) {
        this.clock = nanoClock;
    }

    /** The answers of at most a second ago, or those that {@code ask} gets now. */
    public Map<?, ?> get(Supplier<Map<?, ?>> ask) {
        while (true) {
            Inquiry known = last.get();
            if (known != null && !known.isOver(clock.getAsLong())) {
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
