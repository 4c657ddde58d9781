package com.fincloud.gateway.upstream.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract 6.5: which instance gets the next request. */
class InstanceChoiceTest {

    private final TestInstances three = new TestInstances("abc");

    @Test
    void equalInstancesTakeTurns() {
        assertThat(three.succeed(6)).isEqualTo("abcabc");
    }

    @Test
    void theOneWithTheFewestRequestsInFlightIsNext() {
        InstanceCall first = three.begin();
        InstanceCall second = three.begin();
        first.responded(false); // its body is still being read
        second.responded(false);

        assertThat(three.succeed(3)).isEqualTo("ccc");

        first.released();
        assertThat(three.succeed(4)).contains("a", "c").doesNotContain("b");
    }

    @Test
    void aFurtherAttemptGoesToAnUntriedInstance() {
        InstanceAttempts request = three.request();
        List<String> tried = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            InstanceCall call = request.next();
            tried.add(TestInstances.name(call));
            TestInstances.end(call, true);
        }
        assertThat(tried).containsExactlyInAnyOrder("a", "b", "c");

        assertThat(TestInstances.name(request.next())).isNotEqualTo(tried.get(2));
    }

    @Test
    void afterRefusalsEachInstanceIsTriedOnce() {
        InstanceAttempts request = three.request();
        InstanceCall call = request.next();
        List<String> tried = new ArrayList<>();
        while (call != null) {
            tried.add(TestInstances.name(call));
            assertThat(request.hasOther()).isEqualTo(tried.size() < 3);
            TestInstances.fail(call, InstanceFailure.NOT_CONNECTED);
            call = request.nextElsewhere();
        }

        assertThat(tried).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void aRefusedRequestDoesNotWaitForAnInstanceThatHangs() {
        TestInstances two = new TestInstances("ab");
        two.fail("b", InstanceFailure.TIMED_OUT);
        InstanceAttempts request = two.request();
        InstanceCall call = request.next();
        assertThat(request.hasOther()).isFalse();

        TestInstances.fail(call, InstanceFailure.NOT_CONNECTED);

        assertThat(request.nextElsewhere()).isNull();
    }

    @Test
    void anInstanceThatAnswersNothingGetsNoMoreRequestsThanTheThreshold() {
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            InstanceCall call = three.begin();
            if (TestInstances.name(call).equals("a")) {
                waiting.add("a"); // it hangs
            } else {
                call.responded(false); // the others answer, and their bodies take long
            }
        }

        assertThat(waiting).hasSize(3);
    }

    @Test
    void aSilentInstanceIsSparedOnlyWhileTheOthersHaveRoom() {
        int waiting = 0;
        for (int i = 0; i < 1_000; i++) {
            InstanceCall call = three.begin();
            if (TestInstances.name(call).equals("a")) {
                waiting++;
            } else {
                call.responded(false); // all bodies take long, so the requests in flight grow
            }
        }

        assertThat(waiting).isBetween(1_000 / 12, 1_000 / 8);
    }

    @Test
    void slowInstancesShareTheLoad() {
        int[] count = new int[3];
        for (int i = 0; i < 90; i++) {
            count[TestInstances.name(three.begin()).charAt(0) - 'a']++;
        }

        assertThat(count).containsExactly(30, 30, 30);
    }

    @Test
    void whoseClientsHaveLeftIsNotSilentForever() {
        for (int i = 0; i < 20; i++) {
            InstanceCall call = three.begin();
            call.ended();
            call.released();
        }

        assertThat(three.succeed(6)).contains("a", "b", "c");
    }

    @Test
    void whenAllAreLeftOutTheyAreUsedAllTheSameButHangingOnesLast() {
        three.fail("a", InstanceFailure.TIMED_OUT);
        three.fail("b", InstanceFailure.NOT_CONNECTED);
        InstanceCall last = three.begin();
        assertThat(TestInstances.name(last)).isEqualTo("c");
        TestInstances.fail(last, InstanceFailure.NOT_CONNECTED);

        InstanceCall call = three.begin();

        assertThat(TestInstances.name(call)).isIn("b", "c");
        TestInstances.end(call, false); // any success ends the leaving out
        assertThat(three.succeed(3)).isEqualTo(TestInstances.name(call).repeat(3));
    }

    @Test
    void theCircuitCountsOnlyWhenEveryInstanceHasMetTheThreshold() {
        TestInstances two = new TestInstances("ab");
        for (int i = 0; i < 3; i++) {
            two.fail("a", InstanceFailure.STATUS);
            assertThat(two.service().countForCircuit()).isFalse();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(two.service().countForCircuit()).isFalse();
            two.fail("b", InstanceFailure.STATUS);
        }
        assertThat(two.service().countForCircuit()).isTrue();
        assertThat(new TestInstances("a").service().countForCircuit())
                .as("one instance alone")
                .isTrue();
    }

    @Test
    void aResponseThatSaysNothingOfTheServiceSaysNothingOfTheInstance() {
        TestInstances two = new TestInstances("ab");
        for (int i = 0; i < 20; i++) {
            InstanceCall call = two.service().current().attempts(false).next();
            call.responded(true);
            call.released();
        }

        assertThat(two.status("1").failures()).isZero();
        assertThat(two.succeed(4)).contains("a", "b");
    }

    @Test
    void aReloadKeepsWhatIsKnown() {
        three.fail("a", InstanceFailure.NOT_CONNECTED);
        InstanceGroup before = three.service().current();

        three.use("cba"); // the same list in another order
        assertThat(three.service().current()).isSameAs(before);

        three.use("ab");
        assertThat(three.service().status()).hasSize(2);
        assertThat(three.succeed(3)).isEqualTo("bbb");
    }

    @Test
    void listenersHearOfAnotherList() {
        List<Integer> sizes = new ArrayList<>();
        three.service()
                .onChange(() -> sizes.add(three.service().current().instances().size()));

        three.use("abc");
        three.use("ab");

        assertThat(sizes).containsExactly(2);
    }

    @Test
    void oneInstanceHasNoStatusOfItsOwn() {
        assertThat(new TestInstances("a").service().status()).isEmpty();
        assertThat(Duration.ofSeconds(
                        new TestInstances("ab").service().current().secondsUntilRetry()))
                .isEqualTo(Duration.ofSeconds(1));
    }
}
