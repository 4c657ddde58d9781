package com.fincloud.gateway.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters in an array, each registered when it is first needed: a combination of tags that never occurs makes no series, and one that
 * does is looked up once.
 */
final class LazyMeters<M extends Meter> {

    private final MeterRegistry registry;
    private final IntFunction<M> register;
    private final AtomicReferenceArray<@Nullable M> meters;
    private boolean closed;

    /** At most {@code size} meters; {@code register} registers one. */
    LazyMeters(MeterRegistry registry, int size, IntFunction<M> register) {
        this.registry = registry;
        this.register = register;
        this.meters = new AtomicReferenceArray<>(size);
    }

    /** The meter with that number, null when they are gone. */
    @Nullable
    M get(int index) {
        M meter = meters.get(index);
        return meter == null ? make(index) : meter;
    }

    private synchronized @Nullable M make(int index) {
        if (closed) {
            return null;
        }
        M meter = register.apply(index);
        meters.set(index, meter);
        return meter;
    }

    /** Takes the series away. */
    synchronized void close() {
        closed = true;
        for (int i = 0; i < meters.length(); i++) {
            M meter = meters.get(i);
            if (meter != null) {
                registry.remove(meter);
            }
        }
    }
}
