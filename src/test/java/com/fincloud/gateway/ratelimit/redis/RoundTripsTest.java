package com.fincloud.gateway.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.ratelimit.window.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoundTripsTest {

    private final List<List<ScriptCall>> written = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final RoundTrips trips = new RoundTrips(written::add, nanos::get);

    private static ScriptCall call() {
        return ScriptCall.ofDigest("key", new Limits(60, 1000), 1);
    }

    private ScriptCall sent() {
        ScriptCall call = call();
        trips.send(call);
        return call;
    }

    @Test
    void aLoneCallGoesAtOnce() {
        ScriptCall call = sent();

        assertThat(written).containsExactly(List.of(call));
    }

    @Test
    void whatComesDuringATripGoesTogetherWhenItIsOver() {
        ScriptCall first = sent();
        ScriptCall second = sent();
        ScriptCall third = sent();

        assertThat(written).containsExactly(List.of(first));
        first.complete();
        assertThat(written).containsExactly(List.of(first), List.of(second, third));
    }

    @Test
    void aTripIsOverWhenItsLastCallHasEnded() {
        ScriptCall first = sent();
        ScriptCall second = sent();
        ScriptCall third = sent();
        first.complete();
        ScriptCall fourth = sent();

        second.complete();
        assertThat(written).hasSize(2);
        third.cancel();
        assertThat(written).hasSize(3).last().isEqualTo(List.of(fourth));
    }

    @Test
    void aTripThatIsLateHoldsNobodyUp() {
        sent();
        nanos.addAndGet(RoundTrips.LATE.toNanos() + 1);
        ScriptCall second = sent();

        assertThat(written).hasSize(2).last().isEqualTo(List.of(second));
    }

    @Test
    void aCallThatEndedWhileItWaitedIsNotWritten() {
        ScriptCall first = sent();
        ScriptCall second = sent();
        second.cancel();
        first.complete();

        assertThat(written).containsExactly(List.of(first));
    }

    @Test
    void aConnectionThatTakesNothingEndsTheCalls() {
        RoundTrips broken = new RoundTrips(
                calls -> {
                    throw new IllegalStateException("closed");
                },
                nanos::get);
        ScriptCall call = call();
        broken.send(call);

        assertThatThrownBy(call::await).isInstanceOf(ExecutionException.class).hasRootCauseMessage("closed");
    }
}
