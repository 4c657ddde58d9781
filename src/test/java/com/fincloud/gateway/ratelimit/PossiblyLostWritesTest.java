package com.fincloud.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PossiblyLostWritesTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final PossiblyLostWrites doubt = new PossiblyLostWrites(nanos::get);

    @Test
    void thereIsNoneAtFirst() {
        assertThat(doubt.isRaised()).isFalse();
    }

    @Test
    void itLastsForAnHour() {
        doubt.raise();

        nanos.addAndGet(TimeUnit.HOURS.toNanos(1) - 1);
        assertThat(doubt.isRaised()).isTrue();
        nanos.incrementAndGet();
        assertThat(doubt.isRaised()).isFalse();
    }

    @Test
    void itBeginsAnewWithEachReason() {
        doubt.raise();
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(59));

        doubt.raise();

        nanos.addAndGet(TimeUnit.MINUTES.toNanos(59));
        assertThat(doubt.isRaised()).isTrue();
    }
}
