package com.fincloud.gateway.upstream.client.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleTimeTest {

    private final IdleTime time = new IdleTime();

    private static long millis(long count) {
        return Duration.ofMillis(count).toNanos();
    }

    @Test
    void nothingIsProvenAtFirst() {
        assertThat(time.isSafe(millis(250))).isTrue();
        assertThat(time.isSafe(millis(251))).isFalse();
    }

    @Test
    void whatSurvivedIsSafeWithAMargin() {
        time.survived(millis(1000));

        assertThat(time.isSafe(millis(800))).isTrue();
        assertThat(time.isSafe(millis(801))).isFalse();
    }

    @Test
    void anEndTakesBackWhatWasProven() {
        time.survived(millis(50_000));
        time.ended(millis(1000));

        assertThat(time.isSafe(millis(400))).isTrue();
        assertThat(time.isSafe(millis(401))).isFalse();
    }

    @Test
    void aRestartCostsLittleAndIsForgotten() {
        time.survived(millis(50_000));
        time.ended(millis(1));
        assertThat(time.isSafe(millis(250))).isTrue();

        time.survived(millis(2000));

        assertThat(time.isSafe(millis(1600))).isTrue();
    }

    /** A server that closes idle connections after a second, looked at in irregular steps, never sees a request near that time. */
    @Test
    void theTimeOfAServerIsNeverReached() {
        for (int step = 50; step < 1000; step += 37) {
            for (int idle = step; idle < 1000; idle += step) {
                time.survived(millis(idle));
                assertThat(time.isSafe(millis(900))).isFalse();
            }
            time.ended(millis(1000 + step));
            assertThat(time.isSafe(millis(900))).isFalse();
        }
    }
}
