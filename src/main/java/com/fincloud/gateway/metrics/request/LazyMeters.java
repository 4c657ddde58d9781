package com.fincloud.gateway.metrics.request;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters in an array, each registered on first use. A combination of tags that never occurs creates no time series; each other combination
 * is looked up once.
 */
public final class LazyMeters<M extends Meter> {

    private final MeterRegistry registry;
    private final IntFunction<M> register;
    private final AtomicReferenceArray<@Nullable M> meters;
    private boolean closed;

    /** Creates at most {@code size} meters; {@code register} registers one of them. */
    public LazyMeters(MeterRegistry registry, int size, IntFunction<M> register) {
        this.registry = registry;
        this.register = register;
        this.meters = new AtomicReferenceArray<>(size);
    }

    /** The meter with that index; null after {@link #close}. */
    @Nullable
    public M get(int index) {
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

    /** Removes the time series. */
    public synchronized void close() {
        closed = true;
        for (int i = 0; i < meters.length(); i++) {
            M meter = meters.get(i);
            if (meter != null) {
                registry.remove(meter);
            }
        }
    }
}
