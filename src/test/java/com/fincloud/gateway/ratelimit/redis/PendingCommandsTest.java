package com.fincloud.gateway.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.ratelimit.window.Limits;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** How long a call of Redis may wait, by a clock that stands still when the process does. */
class PendingCommandsTest {

    private static final long MILLI = 1_000_000;
    private static final Duration TICK = Duration.ofMillis(25);

    private final PendingCommands calls = new PendingCommands(Duration.ofMillis(250), TICK);

    private ScriptCall waiting() {
        ScriptCall call = ScriptCall.ofDigest("key", new Limits(1, 1), 1);
        calls.add(call);
        return call;
    }

    @Test
    void itEndsWhenItsTimeIsOver() {
        ScriptCall call = waiting();
        for (int i = 0; i < 8; i++) {
            calls.slept(25 * MILLI);
            assertThat(call.isDone()).as("after %d ticks", i + 1).isFalse();
        }

        calls.slept(25 * MILLI);

        assertThatThrownBy(call::await)
                .hasCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("no answer within 250 ms");
        assertThat(calls.isEmpty()).isTrue();
    }

    @Test
    void aCallThatBeganBetweenTwoLooksHasAllItsTime() {
        calls.slept(25 * MILLI);
        ScriptCall call = waiting();

        calls.slept(2 * MILLI); // it began 23 ms after the last look
        for (int i = 0; i < 8; i++) {
            calls.slept(25 * MILLI);
        }

        assertThat(call.isDone()).isFalse();
    }

    @Test
    void timeInWhichTheProcessStoodStillDoesNotCount() {
        ScriptCall call = waiting();
        calls.slept(3_000 * MILLI);
        assertThat(call.isDone()).isFalse();

        for (int i = 0; i < 7; i++) {
            calls.slept(25 * MILLI);
        }
        assertThat(call.isDone()).isTrue();
    }

    @Test
    void oneThatBeganLaterEndsLater() {
        ScriptCall first = waiting();
        calls.slept(25 * MILLI);
        ScriptCall second = waiting();

        for (int i = 0; i < 8; i++) {
            calls.slept(25 * MILLI);
        }

        assertThat(first.isDone()).isTrue();
        assertThat(second.isDone()).isFalse();
        assertThat(calls.isEmpty()).isFalse();
    }
}
