package com.fincloud.gateway.ratelimit.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Single facts about the windows of one client, in process as in Redis. */
public interface ExactWindowCases {

    /** The windows of a client that has made no request yet. */
    WindowUnderTest fresh();

    @Test
    default void aBurstAtAMinutesEndLeavesNothingForTheNextMinutesBeginning() {
        Limits limits = new Limits(60, 1000);
        WindowUnderTest window = fresh();
        long endOfMinute = 1_790_000_039_999_000L; // a millisecond before a full minute of the clock
        for (int i = 0; i < 60; i++) {
            assertThat(window.admit(limits, endOfMinute).remainingMinute()).isEqualTo(59 - i);
        }

        Refusal refusal =
                Objects.requireNonNull(window.admit(limits, endOfMinute + 2_000).refusal());

        assertThat(refusal).isEqualTo(new Refusal(Window.MINUTE, 60, 60, 1_790_000_100));
    }

    @Test
    default void ofTwoFullWindowsTheOneThatHasRoomLaterIsNamed() {
        Limits limits = new Limits(2, 2);
        WindowUnderTest window = fresh();
        window.admit(limits, RandomTimes.START);
        window.admit(limits, RandomTimes.START);

        Refusal refusal =
                Objects.requireNonNull(window.admit(limits, RandomTimes.START).refusal());

        assertThat(refusal.window()).isEqualTo(Window.HOUR);
        assertThat(refusal.retryAfterSeconds()).isEqualTo(3600);
    }

    @Test
    default void aClockThatIsSetBackDoesNotOpenTheWindow() {
        Limits limits = new Limits(2, 1000);
        WindowUnderTest window = fresh();
        window.admit(limits, RandomTimes.START);
        window.admit(limits, RandomTimes.START);
        long hourAgo = RandomTimes.START - Window.HOUR.micros();

        assertThat(window.admit(limits, hourAgo).allowed()).isFalse();
        assertThat(window.admit(limits, RandomTimes.START + Window.MINUTE.micros())
                        .allowed())
                .isTrue();
        assertThat(window.admit(limits, hourAgo).remainingMinute()).isZero();
        assertThat(window.admit(limits, hourAgo).allowed()).isFalse();
    }

    @Test
    default void aRequestUnderAClockThatWasSetBackCountsAsMadeNow() {
        Limits limits = new Limits(3, 1000);
        WindowUnderTest window = fresh();
        window.admit(limits, RandomTimes.START);

        window.admit(limits, RandomTimes.START - Window.HOUR.micros());

        assertThat(window.admit(limits, RandomTimes.START + 1).remainingMinute())
                .isZero();
    }

    @Test
    default void aLimitThatIsLoweredCountsWhatWasAdmittedBefore() {
        WindowUnderTest window = fresh();
        for (int i = 0; i < 10; i++) {
            window.admit(new Limits(10, 10), RandomTimes.START + i * 1_000_000L);
        }

        Decision lowered = window.admit(new Limits(3, 5), RandomTimes.START + 10_000_000);

        assertThat(lowered.allowed()).isFalse();
        assertThat(lowered.remainingMinute()).isZero();
        assertThat(Objects.requireNonNull(lowered.refusal()).retryAfterSeconds())
                .isEqualTo(3595);
        assertThat(Objects.requireNonNull(window.admit(new Limits(3, 100), RandomTimes.START + 10_000_000)
                                .refusal())
                        .retryAfterSeconds())
                .isEqualTo(57);
        assertThat(window.admit(new Limits(3, 100), RandomTimes.START + 66_999_999)
                        .allowed())
                .isFalse();
        assertThat(window.admit(new Limits(3, 100), RandomTimes.START + 67_000_000)
                        .allowed())
                .isTrue();
    }

    @Test
    default void aLimitThatIsRaisedTakesEffectAtOnce() {
        WindowUnderTest window = fresh();
        for (int i = 0; i < 3; i++) {
            window.admit(new Limits(2, 2), RandomTimes.START);
        }

        for (int i = 0; i < 98; i++) {
            assertThat(window.admit(new Limits(100, 100), RandomTimes.START).remainingHour())
                    .isEqualTo(97 - i);
        }
        assertThat(window.admit(new Limits(100, 100), RandomTimes.START).allowed())
                .isFalse();
    }

    @Test
    default void hoursOfSteadyRequestsAreAdmittedExactlyAtTheLimit() {
        Limits limits = new Limits(60, 1000);
        WindowUnderTest window = fresh();
        int admitted = 0;

        for (int second = 0; second < 2 * 3600; second += 3) {
            if (window.admit(limits, RandomTimes.START + second * 1_000_000L).allowed()) {
                admitted++;
            }
        }

        assertThat(admitted).isEqualTo(2000);
    }

    @Test
    default void monthsEndAsTheCalendarSays() {
        Limits limits = new Limits(1000, 1000, 0, 1_000_000);
        WindowUnderTest window = fresh();
        LimitModel model = new LimitModel();
        long time = RandomTimes.START;
        for (int i = 0; i < 400; i++) {
            time += 9 * Window.DAY.micros(); // ten years, with two leap years
            assertThat(window.admit(limits, 0, time)).isEqualTo(model.admit(limits, 0, time));
        }
        long endOfFebruary2100 = 4_107_542_399_000_000L; // no leap year
        assertThat(Objects.requireNonNull(
                                window.admit(limits, endOfFebruary2100).calendar())
                        .monthSeconds())
                .isEqualTo(1);
    }

    @Test
    default void aRequestThatCostsMoreThanIsLeftIsRefusedAndCostsNothing() {
        Limits limits = new Limits(10, 100);
        WindowUnderTest window = fresh();
        assertThat(window.admit(limits, 4, RandomTimes.START).remainingMinute()).isEqualTo(6);
        assertThat(window.admit(limits, 4, RandomTimes.START + 1_000_000).remainingMinute())
                .isEqualTo(2);

        Decision refused = window.admit(limits, 5, RandomTimes.START + 2_000_000);

        assertThat(Objects.requireNonNull(refused.refusal()).retryAfterSeconds())
                .isEqualTo(58);
        assertThat(refused.remainingMinute()).isEqualTo(2);
        assertThat(window.admit(limits, 2, RandomTimes.START + 2_000_000).allowed())
                .isTrue();
        assertThat(window.admit(limits, 4, RandomTimes.START + 59_999_999).allowed())
                .isFalse();
        assertThat(window.admit(limits, 4, RandomTimes.START + 60_000_000).allowed())
                .isTrue();
    }

    @Test
    default void aDayThatIsUsedUpNamesItsEnd() {
        Limits limits = new Limits(10, 10, 2, 3);
        WindowUnderTest window = fresh();
        long noon = 1_790_000_000_000_000L / Window.DAY.micros() * Window.DAY.micros() + Window.DAY.micros() / 2;
        window.admit(limits, noon);
        window.admit(limits, noon);

        Refusal day = Objects.requireNonNull(window.admit(limits, noon).refusal());
        Decision tomorrow = window.admit(limits, noon + Window.DAY.micros() / 2);
        Refusal month = Objects.requireNonNull(
                window.admit(limits, noon + Window.DAY.micros() / 2).refusal());

        assertThat(day).isEqualTo(new Refusal(Window.DAY, 2, 43_200, noon / 1_000_000 + 43_200));
        assertThat(tomorrow.allowed()).isTrue();
        assertThat(month.window()).isEqualTo(Window.MONTH);
        assertThat(month.limit()).isEqualTo(3);
    }

    @Test
    default void aMonthThatIsLimitedFromNowOnHasTheRequestsOfToday() {
        Limits daily = new Limits(10, 10, 5, 0);
        Limits monthly = new Limits(10, 10, 0, 3);
        WindowUnderTest window = fresh();
        long noon = 1_790_000_000_000_000L / Window.DAY.micros() * Window.DAY.micros() + Window.DAY.micros() / 2;
        long tomorrow = noon + Window.DAY.micros();
        window.admit(daily, noon);
        window.admit(daily, noon);

        assertThat(window.admit(monthly, noon).allowed()).isTrue();
        assertThat(window.admit(monthly, noon).allowed()).isFalse();
        assertThat(window.admit(daily, tomorrow).allowed()).isTrue();
        Decision month = window.admit(monthly, tomorrow);
        Decision day = window.admit(daily, tomorrow);

        assertThat(Objects.requireNonNull(month.refusal()).window()).isEqualTo(Window.MONTH);
        assertThat(Objects.requireNonNull(day.calendar()).day()).isEqualTo(3);
        assertThat(Objects.requireNonNull(day.calendar()).monthSeconds()).isZero();
    }
}
