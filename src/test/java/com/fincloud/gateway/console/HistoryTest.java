package com.fincloud.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The samples of the last minute. */
class HistoryTest {

    private final AtomicInteger counter = new AtomicInteger();

    @Test
    void aMinuteIsKeptAndNoMore() {
        try (History history = new History(() -> Map.of("n", counter.incrementAndGet()))) {
            for (int i = 0; i < 100; i++) {
                history.take();
            }

            assertThat(history.samples())
                    .hasSize(13)
                    .startsWith(Map.of("n", 88))
                    .endsWith(Map.of("n", 100));
        }
    }

    @Test
    void aGatewayWithTooManyRoutesKeepsNothing() {
        try (History history = new History(() -> counter.incrementAndGet() == 3 ? null : Map.of("n", counter.get()))) {
            for (int i = 0; i < 3; i++) {
                history.take();
            }

            assertThat(history.samples()).isEmpty();
        }
    }
}
