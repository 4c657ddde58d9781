package com.fincloud.gateway.ratelimit.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for every sequence of requests, in process as in Redis. */
public interface ExactWindows {

    int CALLS = 400;

    /** The windows of a client that has made no request yet. */
    WindowUnderTest fresh();

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 5, 2",
        "2, 3, 3",
        "3, 100, 4",
        "10, 25, 5",
        "10, 10, 6",
        "7, 5, 7",
        "100, 8, 8",
        "60, 1000, 9",
        "1000, 60, 10",
        "1, 1000, 11",
        "9, 17, 12"
    })
    default void everyDecisionIsTheModels(int perMinute, int perHour, long seed) {
        Limits limits = new Limits(perMinute, perHour);
        LimitModel model = new LimitModel();
        WindowUnderTest window = fresh();

        for (long time : RandomTimes.of(seed, CALLS)) {
            assertThat(window.admit(limits, time)).isEqualTo(model.admit(limits, time));
        }
    }

    /** Weights, days and months besides, over a few months, so that a year ends as well. */
    @ParameterizedTest
    @CsvSource({"5, 20, 0, 0, 51", "9, 12, 40, 0, 52", "10, 30, 0, 90, 53", "20, 25, 30, 100, 54", "3, 100, 4, 5, 55"})
    default void everyDecisionIsTheModelsWithWeightsDaysAndMonths(
            int perMinute, int perHour, long perDay, long perMonth, long seed) {
        Limits limits = new Limits(perMinute, perHour, perDay, perMonth);
        LimitModel model = new LimitModel();
        WindowUnderTest window = fresh();
        Random random = new Random(seed);
        long pauses = 0;

        for (long time : RandomTimes.of(seed, CALLS)) {
            pauses += random.nextInt(20) == 0 ? random.nextInt(8) * Window.DAY.micros() : 0;
            int cost = limits.payable(random.nextInt(5));
            assertThat(window.admit(limits, cost, time + pauses)).isEqualTo(model.admit(limits, cost, time + pauses));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 21", "5, 12, 22", "20, 15, 23", "60, 1000, 24"})
    default void noMomentHasMoreThanTheLimitBehindIt(int perMinute, int perHour, long seed) {
        Limits limits = new Limits(perMinute, perHour);
        WindowUnderTest window = fresh();
        LimitModel counted = new LimitModel();

        for (long time : RandomTimes.of(seed, CALLS)) {
            if (window.admit(limits, time).allowed()) {
                counted.admitted().add(time);
            }
        }

        assertThat(counted.admitted()).hasSizeGreaterThan(perMinute).allSatisfy(moment -> {
            assertThat(counted.in(Window.MINUTE, moment)).isLessThanOrEqualTo(perMinute);
            assertThat(counted.in(Window.HOUR, moment)).isLessThanOrEqualTo(perHour);
        });
    }

    @ParameterizedTest
    @CsvSource({"2, 5, 31", "5, 30, 32", "30, 9, 33"})
    default void aRefusedRequestCostsNothing(int perMinute, int perHour, long seed) {
        Limits limits = new Limits(perMinute, perHour);
        WindowUnderTest eager = fresh();
        WindowUnderTest patient = fresh();
        int refused = 0;

        for (long time : RandomTimes.of(seed, CALLS)) {
            Decision decision = eager.admit(limits, time);
            if (decision.allowed()) {
                assertThat(patient.admit(limits, time)).isEqualTo(decision);
            } else {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 41", "4, 10, 42", "10, 4, 43"})
    default void retryAfterAndTheResetTimeAreTheTruth(int perMinute, int perHour, long seed) {
        Limits limits = new Limits(perMinute, perHour);
        WindowUnderTest window = fresh();
        List<Long> admitted = new ArrayList<>();
        int refused = 0;

        for (long time : RandomTimes.of(seed, 60)) {
            Refusal refusal = window.admit(limits, time).refusal();
            if (refusal == null) {
                admitted.add(time);
                continue;
            }
            refused++;
            long after = time + refusal.retryAfterSeconds() * 1_000_000;
            long reset = refusal.resetEpochSeconds() * 1_000_000;
            long tooEarly = Math.max(time, Math.max(after, reset) - 1_000_000);
            assertThat(window.admit(limits, tooEarly).allowed()).isFalse();
            assertThat(replayed(limits, admitted).admit(limits, after).allowed())
                    .isTrue();
            assertThat(replayed(limits, admitted).admit(limits, reset).allowed())
                    .isTrue();
        }
        assertThat(refused).isGreaterThan(10);
    }

    private WindowUnderTest replayed(Limits limits, List<Long> admitted) {
        WindowUnderTest window = fresh();
        admitted.forEach(time -> window.admit(limits, time));
        return window;
    }

    @ParameterizedTest
    @CsvSource({"MINUTE, 3, 1000", "HOUR, 1000, 3"})
    default void aRequestIsAdmittedInTheMicrosecondInWhichTheOldestLeaves(Window kind, int perMinute, int perHour) {
        Limits limits = new Limits(perMinute, perHour);
        WindowUnderTest window = fresh();
        long first = RandomTimes.START;
        for (int i = 0; i < 3; i++) {
            assertThat(window.admit(limits, first + i).allowed()).isTrue();
        }

        Refusal tooEarly = Objects.requireNonNull(
                window.admit(limits, first + kind.micros() - 1).refusal());

        assertThat(tooEarly.window()).isEqualTo(kind);
        assertThat(tooEarly.limit()).isEqualTo(3);
        assertThat(tooEarly.retryAfterSeconds()).isEqualTo(1);
        assertThat(window.admit(limits, first + kind.micros()).allowed()).isTrue();
        assertThat(window.admit(limits, first + kind.micros()).allowed()).isFalse();
        assertThat(window.admit(limits, first + kind.micros() + 1).allowed()).isTrue();
    }
}
