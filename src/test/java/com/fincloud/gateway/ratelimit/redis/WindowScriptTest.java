package com.fincloud.gateway.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.ExactWindowCases;
import com.fincloud.gateway.ratelimit.window.ExactWindows;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.ratelimit.window.RandomTimes;
import com.fincloud.gateway.ratelimit.window.Window;
import com.fincloud.gateway.ratelimit.window.WindowUnderTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code window.lua} in a real Redis, against the same facts as the windows in process. */
class WindowScriptTest implements ExactWindows, ExactWindowCases {

    private static RealRedis redis;

    @BeforeAll
    static void start() throws IOException {
        redis = new RealRedis();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @Override
    public WindowUnderTest fresh() {
        return redis.window();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 15})
    void aRingIsReadFromWhereverItBegins(int oldest) {
        long first = RandomTimes.START;
        List<Long> times = LongStream.range(0, 12).mapToObj(i -> first + i).toList();
        redis.write("wrapped", 16, oldest, times);

        Decision decision = redis.window("wrapped").admit(new Limits(100, 100), first + Window.HOUR.micros() + 4);

        assertThat(decision.remainingHour()).isEqualTo(100 - 12 + 5 - 1);
        assertThat(redis.read("wrapped"))
                .startsWith(first + 5, first + 6)
                .hasSize(8)
                .endsWith(first + 11, first + Window.HOUR.micros() + 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void aFullRingGrowsInTheOrderOfItsTimes(int oldest) {
        List<Long> times =
                LongStream.range(0, 8).mapToObj(i -> RandomTimes.START + i).toList();
        redis.write("full", 8, oldest, times);

        redis.window("full").admit(new Limits(100, 100), RandomTimes.START + 8);

        assertThat(redis.read("full"))
                .containsExactlyElementsOf(LongStream.range(0, 9)
                        .mapToObj(i -> RandomTimes.START + i)
                        .toList());
        assertThat(redis.commands().strlen(RealRedis.key("full"))).isEqualTo(52 + 8 * 16);
    }

    @ParameterizedTest
    @CsvSource({"60, 1000, 10240", "1000, 1000, 10240", "5, 5, 256", "1, 1, 256"})
    void aClientTakesLittleMemory(int perMinute, int perHour, long bytes) {
        Limits limits = new Limits(perMinute, perHour);
        String client = "user:123456789:" + perMinute + ":" + perHour;
        WindowUnderTest window = redis.window(client);
        long step = Window.HOUR.micros() / perHour;
        for (int i = 0; i < perHour * 3 / 2; i++) {
            window.admit(limits, RandomTimes.START + i * step);
        }

        assertThat(window.admit(limits, RandomTimes.START + perHour * 3 / 2 * step - 1)
                        .remainingHour())
                .isZero();
        assertThat(redis.commands().memoryUsage(RealRedis.key(client))).isLessThanOrEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"1, 184", "2, 184", "10, 312"})
    void aStrangerWithFewRequestsTakesLessStill(int requests, long bytes) {
        String client = "addr:2001:db8:ffff:ffff::/64:" + requests;
        WindowUnderTest window = redis.window(client);
        for (int i = 0; i < requests; i++) {
            window.admit(new Limits(60, 1000), RandomTimes.START + i);
        }

        assertThat(redis.commands().memoryUsage(RealRedis.key(client))).isLessThanOrEqualTo(bytes);
        assertThat(redis.commands().pttl(RealRedis.key(client))).isPositive();
    }

    @Test
    void aRefusedRequestWritesNothing() {
        WindowUnderTest window = redis.window("refused");
        window.admit(new Limits(1, 1), RandomTimes.START);
        byte[] before = redis.commands().get(RealRedis.key("refused"));
        redis.commands().pexpire(RealRedis.key("refused"), 1_000_000);

        window.admit(new Limits(1, 1), RandomTimes.START + 5);

        assertThat(redis.commands().get(RealRedis.key("refused"))).isEqualTo(before);
        assertThat(redis.commands().pttl(RealRedis.key("refused"))).isLessThanOrEqualTo(1_000_000);
    }

    @Test
    void theKeyLivesAnHourAfterTheLastAdmittedRequestAndAMinuteMoreAtMost() {
        WindowUnderTest window = redis.window("idle");
        Limits limits = new Limits(5, 5);
        window.admit(limits, RandomTimes.START);
        assertThat(redis.commands().pttl(RealRedis.key("idle"))).isBetween(3_650_000L, 3_660_000L);
        redis.commands().pexpire(RealRedis.key("idle"), 3_600_500);

        window.admit(limits, RandomTimes.START + Window.MINUTE.micros() - 1);
        assertThat(redis.commands().pttl(RealRedis.key("idle"))).isLessThanOrEqualTo(3_600_500L);

        window.admit(limits, RandomTimes.START + Window.MINUTE.micros());
        assertThat(redis.commands().pttl(RealRedis.key("idle"))).isBetween(3_650_000L, 3_660_000L);
    }

    @Test
    void aGrownRingKeepsItsLife() {
        WindowUnderTest window = redis.window("grows");
        for (int i = 0; i < 9; i++) {
            window.admit(new Limits(100, 100), RandomTimes.START + i);
        }

        assertThat(redis.commands().pttl(RealRedis.key("grows"))).isBetween(3_650_000L, 3_660_000L);
    }

    @Test
    void aRingThatSomebodyHasCutLetsItsClientIn() {
        redis.write(
                "cut",
                8,
                0,
                LongStream.range(0, 8).mapToObj(i -> RandomTimes.START + i).toList());
        byte[] whole = redis.commands().get(RealRedis.key("cut"));
        redis.commands().set(RealRedis.key("cut"), Arrays.copyOf(whole, 60));
        WindowUnderTest window = redis.window("cut");
        long later = RandomTimes.START + Window.HOUR.micros();

        for (int i = 1; i <= 8; i++) {
            assertThat(window.admit(new Limits(8, 8), later + i).allowed()).isTrue();
        }
        assertThat(window.admit(new Limits(8, 8), later + 9).allowed()).isFalse();
    }

    @Test
    void aRequestOfABusyClientReadsTheRingOnceOrTwice() {
        WindowUnderTest window = redis.window("busy");
        Limits limits = new Limits(1_000, 60_000);
        long step = Window.MINUTE.micros() / 500;
        for (int i = 0; i < 2_000; i++) {
            window.admit(limits, RandomTimes.START + i * step);
        }
        long before = redis.callsOf("getrange");

        for (int i = 2_000; i < 2_100; i++) {
            window.admit(limits, RandomTimes.START + i * step);
        }

        assertThat(redis.callsOf("getrange") - before).isLessThanOrEqualTo(100 * 3); // the header is one more
    }
}
