package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.body.BodyFailure;
import java.time.Duration;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 6.1 and the first half of 6.2. */
class BreakerTest {

    private final TestBreaker breaker = new TestBreaker();

    @AfterEach
    void close() {
        breaker.close();
    }

    @Test
    void asManyFailuresInARowAsTheThresholdOpenIt() {
        breaker.fail();
        breaker.fail();
        assertThat(breaker.state()).isEqualTo("closed");

        breaker.fail();

        assertThat(breaker.state()).isEqualTo("open");
        assertThat(breaker.allowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 400, 404, 429, 499, 501, 505, 599})
    void anAnswerThatIsNoFailureResetsTheCount(int code) {
        for (int i = 0; i < 5; i++) {
            breaker.fail();
            breaker.fail();
            breaker.answer(code);
        }

        assertThat(breaker.state()).isEqualTo("closed");
        assertThat(breaker.status().failures()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aStatusOfTheSettingIsAFailure(int code) {
        breaker.answer(code);
        breaker.answer(code);
        breaker.answer(code);

        assertThat(breaker.state()).isEqualTo("open");
    }

    @Test
    void manySuccessesBeforeDoNotPostponeIt() {
        for (int i = 0; i < 1_000; i++) {
            breaker.answer(200);
        }

        breaker.fail(3);

        assertThat(breaker.state()).isEqualTo("open");
    }

    @Test
    void aSlowSuccessIsASuccess() {
        for (int i = 0; i < 10; i++) {
            breaker.answer(200, Duration.ofHours(1));
        }

        assertThat(breaker.state()).isEqualTo("closed");
    }

    @Test
    void theBackendIsNotCalledBeforeTheRecoveryTimeIsOver() {
        breaker.fail(3);

        breaker.pass(9_999);
        assertThat(breaker.allowed()).isFalse();
        breaker.pass(2);
        assertThat(breaker.allowed()).isTrue();
        assertThat(breaker.state()).isEqualTo("half_open");
    }

    @ParameterizedTest
    @EnumSource(names = {"MALFORMED_BODY", "REQUEST_TIMEOUT", "BODY_TOO_LARGE"})
    void aClientsBodyThatFailsIsNotTheBackendsFailure(GatewayError error) {
        for (int i = 0; i < 10; i++) {
            breaker.call(new RuntimeCamelException(BodyFailure.of(error)));
        }

        assertThat(breaker.state()).isEqualTo("closed");
        assertThat(breaker.status().failures()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT_GONE", "BACKEND_BUSY"})
    void whatIsNotTheBackendsFailureNeitherCountsNorResets(GatewayError error) {
        breaker.fail();
        breaker.fail();
        for (int i = 0; i < 10; i++) {
            breaker.call(new GatewayException(error, "budget"));
        }
        assertThat(breaker.state()).isEqualTo("closed");

        breaker.fail();

        assertThat(breaker.state()).isEqualTo("open");
    }
}
