package com.fincloud.gateway.failure;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The last failed requests of one kind. Adding a request never blocks. */
final class FailureRing {

    private final AtomicReferenceArray<@Nullable FailedRequest> kept;
    private final AtomicLong added = new AtomicLong();

    FailureRing(int size) {
        this.kept = new AtomicReferenceArray<>(size);
    }

    void add(FailedRequest request) {
        kept.set((int) (added.getAndIncrement() % kept.length()), request);
    }

    void forEach(Consumer<FailedRequest> reader) {
        for (int i = 0; i < kept.length(); i++) {
            FailedRequest request = kept.get(i);
            if (request != null) {
                reader.accept(request);
            }
        }
    }
}
