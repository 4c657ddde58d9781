package com.fincloud.gateway.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.UtcDay;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.ratelimit.window.Refusal;
import com.fincloud.gateway.ratelimit.window.Window;
import com.fincloud.gateway.redis.RedisTls;
import com.fincloud.gateway.redis.RedisUrl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limiter's Redis side as it runs: Redis's own clock decides. */
class RedisWindowsTest {

    private static final Limits LIMITS = new Limits(2, 5);
    private static final long SECOND = 1_000_000;

    private static RealRedis redis;
    private static RedisWindows windows;

    @BeforeAll
    static void start() throws Exception {
        redis = new RealRedis();
        windows = new RedisWindows(new RedisUrl(redis.url(), RedisTls.OF_JDK), RedisWindows.LONGEST_TIMEOUT, () -> {});
        windows.connect();
        await().ignoreExceptions()
                .until(() -> windows.admit("first", LIMITS, 1).allowed()); // loads what may outlast a time-out
    }

    @AfterAll
    static void stop() throws IOException {
        windows.close();
        redis.close();
    }

    @Test
    void requestsAreCountedForEachClient() throws Exception {
        assertThat(windows.admit("user:1", LIMITS, 1))
                .isEqualTo(new Decision(LIMITS, 1, 4, 60, 3600, null, null, false));
        assertThat(windows.admit("user:1", LIMITS, 1))
                .isEqualTo(new Decision(LIMITS, 0, 3, 60, 3600, null, null, false));
        assertThat(windows.admit("user:1", LIMITS, 1).allowed()).isFalse();
        assertThat(windows.admit("user:2", LIMITS, 1).remainingMinute()).isEqualTo(1);
    }

    @Test
    void aRequestThatIsAMinuteOldNoLongerCounts() throws Exception {
        long now = redis.time();
        redis.write("old", 8, 6, List.of(now - 60 * SECOND, now - 60 * SECOND));

        assertThat(windows.admit("old", LIMITS, 1)).isEqualTo(new Decision(LIMITS, 1, 2, 60, 3540, null, null, false));
    }

    @Test
    void aRequestThatIsAlmostAMinuteOldStillCounts() throws Exception {
        long now = redis.time();
        redis.write("young", 8, 7, List.of(now - 50 * SECOND, now - 20 * SECOND));

        Refusal refusal =
                Objects.requireNonNull(windows.admit("young", LIMITS, 1).refusal());

        assertThat(refusal.window()).isEqualTo(Window.MINUTE);
        assertThat(refusal.retryAfterSeconds()).isBetween(9L, 10L);
        assertThat(refusal.resetEpochSeconds()).isBetween(now / SECOND + 10, now / SECOND + 11);
    }

    @Test
    void aRequestThatIsAnHourOldMakesRoom() throws Exception {
        long now = redis.time();
        redis.write(
                "hour",
                5,
                2,
                List.of(
                        now - 3600 * SECOND,
                        now - 3000 * SECOND,
                        now - 2000 * SECOND,
                        now - 1000 * SECOND,
                        now - 500 * SECOND));

        assertThat(windows.admit("hour", LIMITS, 1)).isEqualTo(new Decision(LIMITS, 1, 0, 60, 600, null, null, false));
        Refusal refusal =
                Objects.requireNonNull(windows.admit("hour", LIMITS, 1).refusal());
        assertThat(refusal.window()).isEqualTo(Window.HOUR);
        assertThat(refusal.retryAfterSeconds()).isBetween(599L, 600L);
    }

    @Test
    void aRedisClockThatWasSetBackDoesNotOpenTheWindow() throws Exception {
        long ahead = redis.time() + 1800 * SECOND;
        redis.write("ahead", 8, 0, List.of(ahead - 1, ahead));

        assertThat(windows.admit("ahead", LIMITS, 1).allowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a text of another program that is long", "BLRF\u0000\u0000\u0000\u0000"})
    void aForeignTextUnderAClientsKeyDoesNotShutItOut(String text) throws Exception {
        redis.commands().set(RealRedis.key("text"), RealRedis.bytes(text));

        assertThat(windows.admit("text", LIMITS, 1).remainingMinute()).isEqualTo(1);
        assertThat(windows.admit("text", LIMITS, 1).remainingMinute()).isZero();
        assertThat(windows.admit("text", LIMITS, 1).allowed()).isFalse();
    }

    @Test
    void aRingThatIsCutOffDoesNotShutAClientOut() throws Exception {
        long now = redis.time();
        redis.write("torn", 8, 0, List.of(now, now));
        byte[] ring = redis.commands().get(RealRedis.key("torn"));
        redis.commands().set(RealRedis.key("torn"), Arrays.copyOf(ring, 20));

        assertThat(windows.admit("torn", LIMITS, 1).remainingMinute()).isEqualTo(1);
        assertThat(redis.read("torn")).hasSize(1);
    }

    @Test
    void aTextThatOnlyLooksLikeARingDoesNotShutAClientOut() throws Exception {
        long now = redis.time();
        redis.write("lookalike", 8, 0, List.of(now, now));
        redis.commands().setrange(RealRedis.key("lookalike"), 0, RealRedis.bytes("ABCD"));

        assertThat(windows.admit("lookalike", LIMITS, 1).remainingMinute()).isEqualTo(1);
        assertThat(windows.admit("lookalike", LIMITS, 1).remainingMinute()).isZero();
    }

    @Test
    void aForeignValueOfAnotherTypeUnderAClientsKeyDoesNotShutItOut() throws Exception {
        redis.commands().del(RealRedis.key("list"));
        redis.commands().rpush(RealRedis.key("list"), RealRedis.bytes("1"));

        assertThat(windows.admit("list", LIMITS, 1).remainingMinute()).isEqualTo(1);
        assertThat(windows.admit("list", LIMITS, 1).remainingMinute()).isZero();
    }

    @Test
    void daysAndMonthsAreCountedUnderASecondKeyOfTheSameSlot() throws Exception {
        UtcDay.awaitOneThatLasts(Duration.ofSeconds(20));
        Limits limits = new Limits(100, 100, 5, 7);

        Decision decision = windows.admit("calendar", limits, 3);
        Decision refused = windows.admit("calendar", limits, 3);

        assertThat(decision.calendar()).isNotNull().satisfies(left -> {
            assertThat(left.day()).isEqualTo(2);
            assertThat(left.month()).isEqualTo(4);
            assertThat(left.daySeconds()).isBetween(1L, 86_400L);
        });
        assertThat(Objects.requireNonNull(refused.refusal()).limit()).isEqualTo(5);
        long expires = redis.commands().pttl(RealRedis.bytes("gateway:limit:{calendar}:calendar"));
        assertThat(expires).isBetween(1L, 31 * 86_400_000L + 60_000);
        assertThat(windows.admit("calendar", LIMITS, 1).remainingMinute()).isZero(); // the ring is the plain one's
    }

    @Test
    void countsOfDaysEndWithTheDayAndThoseOfMonthsWithTheMonth() throws Exception {
        UtcDay.awaitOneThatLasts(Duration.ofSeconds(20));
        byte[] key = RealRedis.bytes("gateway:limit:{ends}:calendar");
        windows.admit("ends", new Limits(100, 100, 50, 0), 1);
        windows.admit("ends", new Limits(100, 100, 50, 0), 1);
        assertThat(redis.commands().pttl(key)).isBetween(1L, 86_460_000L);
        long left = Duration.between(Instant.now(), monthEnd()).toMillis();

        windows.admit("ends", new Limits(100, 100, 50, 60), 1);
        assertThat(redis.commands().pttl(key)).isBetween(left - 20_000, left + 80_000);
        windows.admit("ends", new Limits(100, 100, 50, 0), 1);
        assertThat(redis.commands().pttl(key)).isBetween(left - 20_000, left + 80_000);
        assertThat(Objects.requireNonNull(windows.admit("ends", new Limits(100, 100, 0, 60), 0)
                                .calendar())
                        .month())
                .isEqualTo(56);
    }

    private static Instant monthEnd() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return today.withDayOfMonth(1).plusMonths(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    @Test
    void aForeignValueInPlaceOfDaysDoesNotShutAClientOut() throws Exception {
        UtcDay.awaitOneThatLasts(Duration.ofSeconds(20));
        redis.commands().rpush(RealRedis.bytes("gateway:limit:{odd}:calendar"), RealRedis.bytes("1"));

        assertThat(windows.admit("odd", new Limits(9, 9, 2, 0), 1).allowed()).isTrue();
        assertThat(windows.admit("odd", new Limits(9, 9, 2, 0), 1).allowed()).isTrue();
        assertThat(windows.admit("odd", new Limits(9, 9, 2, 0), 1).allowed()).isFalse();
    }

    @Test
    void aRedisThatForgotTheScriptIsTaughtItAgain() throws Exception {
        windows.admit("flushed", LIMITS, 1);
        redis.commands().scriptFlush();

        assertThat(windows.admit("flushed", LIMITS, 1).remainingMinute()).isZero();
        assertThat(windows.admit("flushed", LIMITS, 1).allowed()).isFalse();
    }

    @Test
    void whoHasNotConnectedIsUnavailable() {
        try (RedisWindows unconnected =
                new RedisWindows(new RedisUrl(redis.url(), RedisTls.OF_JDK), RedisWindows.LONGEST_TIMEOUT, () -> {})) {
            assertThatThrownBy(() -> unconnected.admit("user:1", LIMITS, 1))
                    .isInstanceOf(RedisWindows.Unavailable.class);
        }
    }

    @Test
    void aRedisThatIsNotThereIsUnavailable() {
        try (RedisWindows nowhere = new RedisWindows(
                new RedisUrl("redis://127.0.0.1:1/0", RedisTls.OF_JDK), RedisWindows.LONGEST_TIMEOUT, () -> {})) {
            assertThatThrownBy(nowhere::connect).isInstanceOf(RedisWindows.Unavailable.class);
        }
    }
}
