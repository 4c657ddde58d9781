package com.fincloud.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.ratelimit.window.Refusal;
import com.fincloud.gateway.ratelimit.window.Window;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LocalWindowsTest {

    private static final Limits LIMITS = new Limits(2, 100);

    private final TestClock clock = new TestClock();
    private final LocalWindows windows = new LocalWindows(clock);

    private Decision admit(String client, Limits limits) {
        return windows.claim(client, limits, 1).decision();
    }

    @Test
    void clientsAreCountedApart() {
        admit("user:1", LIMITS);
        admit("user:1", LIMITS);

        assertThat(admit("user:1", LIMITS).allowed()).isFalse();
        assertThat(admit("user:2", LIMITS).remainingMinute()).isEqualTo(1);
    }

    @Test
    void aDecisionSaysThatItWasMadeWithoutRedis() {
        assertThat(admit("user:1", LIMITS).degraded()).isTrue();
    }

    @Test
    void theClockIsReadToTheMicrosecond() {
        clock.advance(Duration.ofNanos(600_000));
        admit("user:1", LIMITS);
        admit("user:1", LIMITS);

        clock.advance(Duration.ofNanos(59_999_999_000L));
        assertThat(admit("user:1", LIMITS).allowed()).isFalse();
        clock.advance(Duration.ofNanos(1_000));
        assertThat(admit("user:1", LIMITS).allowed()).isTrue();
    }

    @Test
    void theResetTimeIsUnixTime() {
        Instant first = clock.instant();
        admit("user:1", LIMITS);
        admit("user:1", LIMITS);
        clock.advance(Duration.ofSeconds(10));

        assertThat(admit("user:1", LIMITS).refusal())
                .isEqualTo(new Refusal(Window.MINUTE, 2, 50, first.getEpochSecond() + 60));
    }

    @Test
    void aClientThatWasIdleForAnHourIsForgotten() {
        admit("idle", LIMITS);
        clock.advance(Duration.ofMinutes(59));
        admit("busy", LIMITS);
        assertThat(windows.clients()).isEqualTo(2);

        clock.advance(Duration.ofMinutes(1));
        admit("busy", LIMITS);

        assertThat(windows.clients()).isEqualTo(1);
        assertThat(admit("busy", LIMITS).remainingHour()).isEqualTo(97);
    }

    @Test
    void inACrowdWhoWasIdleForAMinuteIsForgottenAndWhoIsRefusedStaysRefused() {
        for (int i = 0; i < LocalWindows.MAX_CLIENTS - 1; i++) {
            admit("crowd:" + i, LIMITS);
        }
        clock.advance(Duration.ofSeconds(60));
        admit("greedy", LIMITS);
        admit("greedy", LIMITS);

        admit("new", LIMITS);

        assertThat(windows.clients()).isEqualTo(2);
        assertThat(admit("greedy", LIMITS).allowed()).isFalse();
    }

    @Test
    void aFloodOfClientsTakesNoMoreThanItsShareOfMemory() {
        for (int i = 0; i < LocalWindows.MAX_CLIENTS * 2 + 10; i++) {
            admit("flood:" + i, LIMITS);
            if (windows.clients() > LocalWindows.MAX_CLIENTS) {
                break;
            }
        }

        assertThat(windows.clients()).isLessThanOrEqualTo(LocalWindows.MAX_CLIENTS);
    }

    @Test
    void inAFloodOfAddressesTheLongestIdleGoFirstAndUsersStay() {
        LocalWindows flooded = new LocalWindows(clock);
        flooded.claim("user:1", LIMITS, 1);
        flooded.claim("user:1", LIMITS, 1);
        clock.advance(Duration.ofMinutes(10));
        flooded.claim("addr:192.0.2.1", LIMITS, 1);
        clock.advance(Duration.ofMillis(1));
        for (int i = 0; i < LocalWindows.MAX_CLIENTS * 2; i++) {
            flooded.claim("addr:flood:" + i, LIMITS, 1);
            if (i % 1000 == 0) {
                clock.advance(Duration.ofMillis(1));
                flooded.claim("addr:192.0.2.2", new Limits(1000, 1000), 1);
            }
            assertThat(flooded.clients()).isLessThanOrEqualTo(LocalWindows.MAX_CLIENTS);
        }

        assertThat(flooded.claim("user:1", new Limits(2, 2), 1).decision().allowed())
                .as("a user keeps the hour")
                .isFalse();
        assertThat(flooded.claim("addr:192.0.2.2", new Limits(1000, 1000), 1)
                        .decision()
                        .remainingMinute())
                .as("an address that calls on is known")
                .isEqualTo(1000 - 200 - 1);
        assertThat(flooded.claim("addr:192.0.2.1", LIMITS, 1).decision().remainingMinute())
                .as("one that has been idle for longest is forgotten")
                .isEqualTo(1);
    }

    @Test
    void whereItIsTooMuchOnlyTheLastMinuteIsKept() {
        LocalWindows small = new LocalWindows(clock, 100);
        Limits limits = new Limits(1000, 1000);
        for (int i = 0; i < 200; i++) {
            small.claim("user:1", limits, 1);
        }
        clock.advance(Duration.ofSeconds(50));
        for (int i = 0; i < 20; i++) {
            small.claim("user:1", limits, 1);
        }
        clock.advance(Duration.ofSeconds(11));

        assertThat(small.claim("user:1", limits, 1).decision())
                .isEqualTo(new Decision(limits, 979, 979, 49, 3589, null, null, true));
    }
}
