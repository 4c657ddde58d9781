package com.fincloud.gateway.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.ratelimit.window.Limits;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a call of Redis ends, whoever ends it: the answer, {@link CommandTimeouts}, or the connection. */
@Timeout(30)
class ScriptCallTest {

    private static ScriptCall call() {
        return ScriptCall.ofDigest("key", new Limits(60, 1000), 1);
    }

    private static ScriptCall answered(long... figures) {
        ScriptCall call = call();
        for (long figure : figures) {
            call.getOutput().set(figure);
        }
        call.complete();
        return call;
    }

    private static ScriptCall refused(String error) {
        ScriptCall call = call();
        call.getOutput().setError(ByteBuffer.wrap(error.getBytes(StandardCharsets.US_ASCII)));
        call.complete();
        return call;
    }

    @Test
    void anAnswerIsItsFigures() throws Exception {
        assertThat(answered(1, 2, 3, 0, 0, 6).await()).containsExactly(1, 2, 3, 0, 0, 6);
    }

    @Test
    void figuresThatNobodyKnowsOfAreLeftOut() throws Exception {
        assertThat(answered(1, 2, 3, 4, 5, 6, 7).await()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void anErrorIsNoAnswer() {
        assertThatThrownBy(() -> refused("OOM command not allowed").await())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RedisCommandExecutionException.class);
        assertThatThrownBy(() -> refused("NOSCRIPT No matching script").await())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RedisNoScriptException.class);
    }

    @Test
    void anAnswerThatComesAfterTheTimeOutChangesNothing() {
        ScriptCall call = call();
        call.completeExceptionally(new TimeoutException("late"));
        call.complete();

        assertThat(call.isDone()).isTrue();
        assertThat(call.isCancelled()).isFalse();
        assertThatThrownBy(call::await).hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void aTimeOutAfterTheAnswerChangesNothing() throws Exception {
        ScriptCall call = answered(1, 1, 1, 0, 0, 9);

        assertThat(call.completeExceptionally(new TimeoutException("late"))).isFalse();
        call.cancel();

        assertThat(call.isCancelled()).isFalse();
        assertThat(call.await()[5]).isEqualTo(9);
    }

    @Test
    void whoeverEndsACallWakesTheThreadThatMadeIt() throws Exception {
        List<FutureTask<long[]>> waiting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            CyclicBarrier made = new CyclicBarrier(2);
            ScriptCall[] call = new ScriptCall[1];
            FutureTask<long[]> caller = new FutureTask<>(() -> {
                call[0] = call();
                made.await();
                return call[0].await();
            });
            new Thread(caller, "caller").start();
            made.await();
            call[0].complete();
            waiting.add(caller);
        }

        for (FutureTask<long[]> caller : waiting) {
            assertThat(caller.get()).hasSize(6);
        }
    }

    @Test
    void aThreadThatIsInterruptedGivesItsCallUp() throws Exception {
        ScriptCall[] call = new ScriptCall[1];
        FutureTask<long[]> caller = new FutureTask<>(() -> {
            call[0] = call();
            Thread.currentThread().interrupt();
            return call[0].await();
        });
        new Thread(caller, "caller").start();

        assertThatThrownBy(caller::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(call[0].isCancelled()).isTrue();
    }

    @Test
    void whatIsToBeDoneAfterwardsIsDoneOnceWhicheverCameFirst() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            ScriptCall call = call();
            AtomicInteger done = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(2);
            FutureTask<Void> answer = new FutureTask<>(() -> {
                start.await();
                call.complete();
                return null;
            });
            new Thread(answer, "answer").start();
            start.await();
            call.afterwards(done::incrementAndGet);
            answer.get();
            call.cancel();

            assertThat(done).as("in round %d", i).hasValue(1);
        }
    }

    @Test
    void aCallThatIsLateEndsAndOneThatIsNotDoesNot() {
        try (CommandTimeouts strict = new CommandTimeouts(Duration.ZERO);
                CommandTimeouts patient = new CommandTimeouts(Duration.ofHours(1))) {
            ScriptCall late = call();
            ScriptCall early = call();
            ScriptCall answered = answered(1, 1, 1, 0, 0, 9);
            patient.add(early);
            strict.add(answered);
            strict.add(late);

            assertThatThrownBy(late::await).hasCauseInstanceOf(TimeoutException.class);
            assertThat(early.isDone()).isFalse();
        }
    }

    @Test
    void oneThatComesAfterAPauseIsSeenToo() {
        try (CommandTimeouts overdue = new CommandTimeouts(Duration.ZERO)) {
            for (int i = 0; i < 20; i++) {
                ScriptCall call = call();
                overdue.add(call);
                assertThatThrownBy(call::await).hasCauseInstanceOf(TimeoutException.class);
            }
        }
    }

    @Test
    void whoeverWaitsWhenTheGatewayEndsIsLetGo() {
        CommandTimeouts overdue = new CommandTimeouts(Duration.ofHours(1));
        ScriptCall call = call();
        overdue.add(call);

        overdue.close();

        assertThatThrownBy(call::await).hasCauseInstanceOf(CancellationException.class);
    }
}
