package com.fincloud.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When Redis counts as available again: one loss and one return for a Redis that is slow for a while. */
class RecoveryTest {

    private static final long FAST = Duration.ofMillis(20).toNanos();
    private static final long SLOW = Duration.ofMillis(180).toNanos();
    private static final long PROBE = Duration.ofMillis(250).toNanos();

    private final Recovery recovery = new Recovery(Duration.ofMillis(250));
    private long now;

    private int probesUntilBack(long roundTrip) {
        for (int probes = 1; probes < 10_000; probes++) {
            now += PROBE;
            if (recovery.answered(roundTrip, now)) {
                return probes;
            }
        }
        throw new AssertionError("Redis never counts as back");
    }

    @Test
    void theFirstReplyAtTheStartIsEnough() {
        recovery.failed(true);
        recovery.failed(false);

        assertThat(probesUntilBack(SLOW)).isEqualTo(1);
    }

    @Test
    void aLostConnectionIsOverWithTheFirstReply() {
        probesUntilBack(FAST);
        recovery.lost(false, now);

        assertThat(probesUntilBack(SLOW)).isEqualTo(1);
    }

    @Test
    void aTimeOutIsOverAfterThreeFastReplies() {
        probesUntilBack(FAST);
        recovery.lost(true, now + Duration.ofHours(1).toNanos());

        assertThat(probesUntilBack(FAST)).isEqualTo(3);
    }

    @Test
    void aTimeOutOfAProbeCountsToo() {
        probesUntilBack(FAST);
        recovery.lost(false, now);
        recovery.failed(true);

        assertThat(probesUntilBack(FAST)).isEqualTo(3);
    }

    @Test
    void aRedisThatIsAlwaysSlowButInTimeIsBackInTheEnd() {
        probesUntilBack(FAST);
        recovery.lost(true, now + Duration.ofHours(1).toNanos());

        assertThat(probesUntilBack(SLOW)).isEqualTo(39);
    }

    @Test
    void aLossSoonAfterAReturnDoublesWhatIsWantedUpToHalfAMinute() {
        probesUntilBack(FAST);
        for (int wanted : new int[] {3, 6, 12}) {
            recovery.lost(true, now);
            assertThat(probesUntilBack(FAST)).isEqualTo(wanted);
        }
        for (int i = 0; i < 10; i++) {
            recovery.lost(true, now);
            probesUntilBack(FAST);
        }
        recovery.lost(true, now);
        assertThat(probesUntilBack(FAST)).isEqualTo(120);

        recovery.lost(true, now + Duration.ofHours(1).toNanos());
        assertThat(probesUntilBack(FAST)).isEqualTo(3);
    }

    @Test
    void aRedisThatAnswersIn150To250MillisecondsIsLostOnce() {
        Random random = new Random(7);
        probesUntilBack(FAST);
        recovery.lost(true, now);
        int returns = 0;
        for (int probe = 0; probe < 240; probe++) {
            now += PROBE;
            long millis = 150L + random.nextInt(100);
            if (millis > 225) {
                recovery.failed(true);
            } else if (recovery.answered(Duration.ofMillis(millis).toNanos(), now)) {
                returns++;
            }
        }
        assertThat(returns).isZero();
        assertThat(probesUntilBack(FAST)).isLessThanOrEqualTo(6);
    }
}
