package com.fincloud.gateway.upstream.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 6.5: which instance is left out, for how long, and how it comes back. */
class InstanceHealthTest {

    private final TestInstances instances = new TestInstances("ab");

    @Test
    void anInstanceThatCannotBeConnectedToIsLeftOutAtOnce() {
        instances.fail("a", InstanceFailure.NOT_CONNECTED);

        assertThat(instances.succeed(6)).isEqualTo("bbbbbb");
        assertThat(instances.status("1").state()).isEqualTo("left_out");
        assertThat(instances.status("1").secondsUntilRetry()).isEqualTo(5);
        assertThat(instances.status("1").reason()).isEqualTo("not_connected");
        assertThat(instances.status("2").state()).isEqualTo("healthy");
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "BROKEN"})
    void asManyFailuresInARowAsOpenACircuitLeaveItOut(InstanceFailure failure) {
        instances.fail("a", failure);
        instances.fail("a", failure);
        assertThat(instances.succeed(4)).contains("a");

        instances.fail("a", failure);
        instances.fail("a", failure);
        instances.fail("a", failure);

        assertThat(instances.succeed(4)).isEqualTo("bbbb");
        assertThat(instances.status("1").failures()).isEqualTo(3);
    }

    @Test
    void aTimeOutLeavesOutWhatAnsweredNothingMeanwhile() {
        instances.fail("a", InstanceFailure.TIMED_OUT);

        assertThat(instances.succeed(4)).isEqualTo("bbbb");
    }

    @Test
    void aSlowEndpointIsNoHangingInstance() {
        InstanceCall slow = instances.begin();
        InstanceCall other = instances.begin();
        TestInstances.end(instances.begin(), false); // one at each instance
        TestInstances.end(instances.begin(), false);
        InstanceCall same = instances.begin();
        InstanceCall last = instances.begin();
        TestInstances.end(same, false);
        TestInstances.end(last, false);

        TestInstances.fail(slow, InstanceFailure.TIMED_OUT);
        TestInstances.end(other, false);

        assertThat(instances.succeed(4)).contains("a", "b");
    }

    @Test
    void answersBetweenTheFailuresOfAnInstanceThatEndsDoNotDoubleItsTime() {
        InstanceCall late = instances.begin();
        instances.fail("a", InstanceFailure.NOT_CONNECTED);
        instances.fail("b", InstanceFailure.NOT_CONNECTED);
        TestInstances.end(instances.begin(), false); // the other one, if no other works
        TestInstances.end(instances.begin(), false);
        TestInstances.end(late, false);

        instances.fail("a", InstanceFailure.NOT_CONNECTED);

        assertThat(instances.status("1").secondsUntilRetry()).isEqualTo(5);
    }

    @Test
    void ifNoneWorksTheOneThatFailedFirstIsTriedFirst() {
        instances.fail("a", InstanceFailure.NOT_CONNECTED);
        instances.pass(Duration.ofSeconds(2));
        instances.fail("b", InstanceFailure.NOT_CONNECTED);

        InstanceCall next = instances.begin();

        assertThat(TestInstances.name(next)).isEqualTo("a");
        TestInstances.fail(next, InstanceFailure.NOT_CONNECTED);
        assertThat(TestInstances.name(instances.begin())).isEqualTo("b");
    }

    @Test
    void aFailureOfTheLastOneDoesNotCountForTheCircuitBeforeTheOtherWasTriedAgain() {
        for (int i = 0; i < 3; i++) {
            instances.fail("a", InstanceFailure.BROKEN);
        }
        instances.pass(Duration.ofSeconds(2));
        for (int i = 0; i < 3; i++) {
            TestInstances.fail(instances.begin(), InstanceFailure.BROKEN);
        }
        assertThat(instances.service().countForCircuit()).isFalse();

        TestInstances.fail(instances.begin(), InstanceFailure.BROKEN);

        assertThat(instances.service().countForCircuit()).isTrue();
    }

    @Test
    void oneCallAtATimeTriesItAfterItsTime() {
        instances.fail("a", InstanceFailure.NOT_CONNECTED);
        instances.pass(Duration.ofMillis(4_999));
        assertThat(instances.succeed(3)).isEqualTo("bbb");

        instances.pass(Duration.ofMillis(1));
        InstanceCall trial = instances.begin();

        assertThat(TestInstances.name(trial)).isEqualTo("a");
        assertThat(instances.status("1").state()).isEqualTo("on_trial");
        assertThat(instances.succeed(3)).isEqualTo("bbb");
        TestInstances.end(trial, false);
        assertThat(instances.succeed(4)).contains("a", "b");
        assertThat(instances.status("1").state()).isEqualTo("healthy");
        assertThat(instances.status("1").failures()).isZero();
    }

    @Test
    void aTrialWithoutAVerdictLetsTheNextRequestTry() {
        instances.fail("a", InstanceFailure.NOT_CONNECTED);
        instances.pass(Duration.ofSeconds(5));
        InstanceCall trial = instances.begin();

        trial.ended(); // its client has left
        trial.released();

        assertThat(instances.succeed()).isEqualTo("a");
    }

    @Test
    void theTimeDoublesUpToAMinute() {
        List<Long> seconds = new ArrayList<>();
        instances.fail("a", InstanceFailure.NOT_CONNECTED);
        for (int i = 0; i < 7; i++) {
            long wait = instances.status("1").secondsUntilRetry();
            seconds.add(wait);
            instances.pass(Duration.ofSeconds(wait));
            TestInstances.fail(instances.begin(), InstanceFailure.NOT_CONNECTED);
        }

        assertThat(seconds).containsExactly(5L, 10L, 20L, 40L, 50L, 50L, 50L);
        assertThat(instances.service().leftOutTimes(0)).isEqualTo(8);
    }

    @Test
    void theTimesHaveJitterAndBounds() {
        assertThat(LeaveOutTime.nanos(0, () -> 1))
                .isEqualTo(Duration.ofSeconds(6).toNanos());
        assertThat(LeaveOutTime.nanos(3, () -> 0.5))
                .isEqualTo(Duration.ofSeconds(44).toNanos());
        assertThat(LeaveOutTime.nanos(Integer.MAX_VALUE, () -> 1))
                .isEqualTo(Duration.ofSeconds(60).toNanos());
    }

    @Test
    void anInstanceThatWorkedForAMinuteStartsWithTheShortestTime() {
        instances.fail("a", InstanceFailure.NOT_CONNECTED);
        instances.pass(Duration.ofSeconds(5));
        instances.succeed();
        instances.pass(Duration.ofSeconds(59));
        instances.fail("a", InstanceFailure.NOT_CONNECTED);
        assertThat(instances.status("1").secondsUntilRetry()).isEqualTo(10);

        instances.pass(Duration.ofSeconds(10));
        instances.succeed();
        instances.pass(Duration.ofSeconds(60));
        instances.fail("a", InstanceFailure.NOT_CONNECTED);
        assertThat(instances.status("1").secondsUntilRetry()).isEqualTo(5);
    }

    @Test
    void callsThatWereUnderWayDoNotProlongIt() {
        InstanceCall[] calls = new InstanceCall[12];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = instances.begin();
        }
        for (InstanceCall call : calls) {
            if (TestInstances.name(call).equals("a")) {
                TestInstances.fail(call, InstanceFailure.TIMED_OUT);
            } else {
                TestInstances.end(call, false);
            }
        }

        assertThat(instances.status("1").secondsUntilRetry()).isEqualTo(5);
        assertThat(instances.status("1").failures()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aSuccessOfAnEarlierCallDoesNotBringItBack() {
        InstanceCall earlier = instances.begin();
        instances.begin();
        InstanceCall refused = instances.begin();
        TestInstances.fail(refused, InstanceFailure.NOT_CONNECTED);

        TestInstances.end(earlier, false);

        assertThat(TestInstances.name(earlier) + TestInstances.name(refused)).isEqualTo("aa");
        assertThat(instances.status("1").state()).isEqualTo("left_out");
        assertThat(instances.status("1").failures()).isEqualTo(1);
    }

    @Test
    void aFailedCheckLeavesOutUntilACheckSucceeds() {
        InstanceHealth health = instances.service().current().first().health();

        health.checked(false);
        instances.pass(Duration.ofSeconds(60));
        assertThat(instances.succeed(4)).isEqualTo("bbbb");
        assertThat(instances.status("1").reason()).isEqualTo("check");

        health.checked(true);
        assertThat(instances.succeed(4)).contains("a");
    }
}
