package com.fincloud.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LocalWindowsTest {

    private static final Limits LIMITS = new Limits(2, 100);

    private final TestClock clock = new TestClock();
    private final LocalWindows windows = new LocalWindows(clock);

    @Test
    void clientsAreCountedApart() {
        windows.admit("user:1", LIMITS);
        windows.admit("user:1", LIMITS);

        assertThat(windows.admit("user:1", LIMITS).allowed()).isFalse();
        assertThat(windows.admit("user:2", LIMITS).remainingMinute()).isEqualTo(1);
    }

    @Test
    void aDecisionSaysThatItWasMadeWithoutRedis() {
        assertThat(windows.admit("user:1", LIMITS).degraded()).isTrue();
    }

    @Test
    void theClockIsReadToTheMicrosecond() {
        clock.advance(Duration.ofNanos(600_000));
        windows.admit("user:1", LIMITS);
        windows.admit("user:1", LIMITS);

        clock.advance(Duration.ofNanos(59_999_999_000L));
        assertThat(windows.admit("user:1", LIMITS).allowed()).isFalse();
        clock.advance(Duration.ofNanos(1_000));
        assertThat(windows.admit("user:1", LIMITS).allowed()).isTrue();
    }

    @Test
    void theResetTimeIsUnixTime() {
        Instant first = clock.instant();
        windows.admit("user:1", LIMITS);
        windows.admit("user:1", LIMITS);
        clock.advance(Duration.ofSeconds(10));

        assertThat(windows.admit("user:1", LIMITS).refusal())
                .isEqualTo(new Refusal(Window.MINUTE, 2, 50, first.getEpochSecond() + 60));
    }

    @Test
    void aClientThatWasIdleForAnHourIsForgotten() {
        windows.admit("idle", LIMITS);
        clock.advance(Duration.ofMinutes(59));
        windows.admit("busy", LIMITS);
        assertThat(windows.clients()).isEqualTo(2);

        clock.advance(Duration.ofMinutes(1));
        windows.admit("busy", LIMITS);

        assertThat(windows.clients()).isEqualTo(1);
        assertThat(windows.admit("busy", LIMITS).remainingHour()).isEqualTo(97);
    }

    @Test
    void inACrowdWhoWasIdleForAMinuteIsForgottenAndWhoIsRefusedStaysRefused() {
        for (int i = 0; i < LocalWindows.MAX_CLIENTS - 1; i++) {
            windows.admit("crowd:" + i, LIMITS);
        }
        clock.advance(Duration.ofSeconds(60));
        windows.admit("greedy", LIMITS);
        windows.admit("greedy", LIMITS);

        windows.admit("new", LIMITS);

        assertThat(windows.clients()).isEqualTo(2);
        assertThat(windows.admit("greedy", LIMITS).allowed()).isFalse();
    }

    @Test
    void aFloodOfClientsTakesNoMoreThanItsShareOfMemory() {
        for (int i = 0; i < LocalWindows.MAX_CLIENTS * 2 + 10; i++) {
            windows.admit("flood:" + i, LIMITS);
            if (windows.clients() > LocalWindows.MAX_CLIENTS) {
                break;
            }
        }

        assertThat(windows.clients()).isLessThanOrEqualTo(LocalWindows.MAX_CLIENTS);
    }

    @Test
    void clearedWindowsCountFromTheBeginning() {
        windows.admit("user:1", LIMITS);
        windows.admit("user:1", LIMITS);

        windows.clear();

        assertThat(windows.admit("user:1", LIMITS).remainingMinute()).isEqualTo(1);
    }
}
