package com.fincloud.gateway.upstream.client.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionAgeTest {

    private static final Duration MAXIMUM = Duration.ofMinutes(2);

    @Test
    void noConnectionLivesLongerThanTheMaximum() {
        assertThat(new ConnectionAge(MAXIMUM, () -> 0).nanos()).isEqualTo(MAXIMUM.toNanos());
    }

    @Test
    void connectionsOfOneMomentEndAtDifferentTimes() {
        assertThat(new ConnectionAge(MAXIMUM, () -> 0.5).nanos())
                .isEqualTo(Duration.ofSeconds(105).toNanos());
        assertThat(new ConnectionAge(MAXIMUM, () -> 0.999).nanos())
                .isGreaterThan(Duration.ofSeconds(90).toNanos());
    }
}
