package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 6.2 from the end of the recovery time on. */
class HalfOpenBreakerTest {

    private final TestBreaker breaker = new TestBreaker();

    @AfterEach
    void close() {
        breaker.close();
    }

    private void halfOpen() {
        breaker.fail(3);
        breaker.pass(10_001);
    }

    @Test
    void halfOpenLetsAsManyTrialsThroughAtOnceAsTheSuccessThreshold() {
        halfOpen();

        assertThat(breaker.allowed()).isTrue();
        assertThat(breaker.allowed()).isTrue();
        assertThat(breaker.allowed()).isFalse();
    }

    @Test
    void asManySuccessfulTrialsAsTheSuccessThresholdCloseIt() {
        halfOpen();

        breaker.answer(200);
        assertThat(breaker.state()).isEqualTo("half_open");
        breaker.answer(404);

        assertThat(breaker.state()).isEqualTo("closed");
        breaker.fail();
        breaker.fail();
        assertThat(breaker.state()).isEqualTo("closed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void oneFailedTrialOpensItAgainForTheWholeRecoveryTime(int successesBefore) {
        halfOpen();
        for (int i = 0; i < successesBefore; i++) {
            breaker.answer(200);
        }

        breaker.answer(500);

        assertThat(breaker.state()).isEqualTo("open");
        breaker.pass(9_999);
        assertThat(breaker.allowed()).isFalse();
        breaker.pass(2);
        assertThat(breaker.allowed()).isTrue();
    }

    @Test
    void aTrialThatFailedForAnotherReasonGivesItsPlaceBack() {
        halfOpen();
        assertThat(breaker.allowed()).isTrue();
        assertThat(breaker.allowed()).isTrue();

        breaker.end(new GatewayException(GatewayError.CLIENT_GONE));

        assertThat(breaker.state()).isEqualTo("half_open");
        assertThat(breaker.allowed()).isTrue();
        assertThat(breaker.allowed()).isFalse();
    }
}
