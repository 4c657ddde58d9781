package com.fincloud.gateway.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class GatewayExceptionTest {

    @Test
    void aFailureCarriesItsSentenceItsCauseAndNoStackTrace() {
        IOException cause = new IOException("refused");
        GatewayException failure = new GatewayException(GatewayError.BACKEND_UNREACHABLE, cause, "budget");

        assertThat(failure.error()).isEqualTo(GatewayError.BACKEND_UNREACHABLE);
        assertThat(failure.detail()).isEqualTo("Cannot connect to service budget");
        assertThat(failure).hasCause(cause);
        assertThat(failure.getStackTrace()).isEmpty();
    }

    @Test
    void anArgumentIsNoFormat() {
        assertThat(new GatewayException(GatewayError.BACKEND_TIMEOUT, "%s%n%d").detail())
                .isEqualTo("Service %s%n%d request timeout");
    }

    @Test
    void headersKeepTheirOrder() {
        GatewayException failure = new GatewayException(GatewayError.RATE_LIMITED, 60, "per minute")
                .header("Retry-After", "5")
                .header("X-RateLimit-Limit", "60")
                .header("A", "1");

        assertThat(failure.headers().keySet()).containsExactly("Retry-After", "X-RateLimit-Limit", "A");
    }
}
