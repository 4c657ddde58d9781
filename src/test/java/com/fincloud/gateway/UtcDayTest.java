package com.fincloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class UtcDayTest {

    @Test
    void aDayLastsUntilMidnight() {
        Duration time = Duration.ofSeconds(20);

        assertThat(UtcDay.lasts(LocalTime.MIN, time)).isTrue();
        assertThat(UtcDay.lasts(LocalTime.of(23, 59, 39), time)).isTrue();
        assertThat(UtcDay.lasts(LocalTime.of(23, 59, 40), time)).isFalse();
        assertThat(UtcDay.lasts(LocalTime.MAX, time)).isFalse();
    }
}
