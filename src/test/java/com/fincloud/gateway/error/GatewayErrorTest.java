package com.fincloud.gateway.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 10, and the sentences of 4.1, 5.6 and 6.3. */
class GatewayErrorTest {

    @ParameterizedTest
    @CsvSource({
        "MALFORMED_REQUEST, 400",
        "MALFORMED_PATH, 400",
        "MALFORMED_BODY, 400",
        "TOKEN_MISSING, 401",
        "TOKEN_INVALID, 401",
        "TOKEN_TYPE, 401",
        "TOKEN_PAYLOAD, 401",
        "TOKEN_SUBJECT, 401",
        "ROLE_MISSING, 403",
        "ORIGIN_REFUSED, 403",
        "NOT_FOUND, 404",
        "METHOD_NOT_ALLOWED, 405",
        "BODY_TOO_LARGE, 413",
        "URI_TOO_LONG, 414",
        "RATE_LIMITED, 429",
        "HEADERS_TOO_LARGE, 431",
        "UNFORESEEN, 500",
        "BACKEND_UNUSABLE, 502",
        "CIRCUIT_OPEN, 503",
        "BACKEND_UNREACHABLE, 503",
        "BACKEND_BUSY, 503",
        "LIMITER_UNAVAILABLE, 503",
        "STARTING, 503",
        "BACKEND_TIMEOUT, 504"
    })
    void aFailureHasTheContractsStatus(GatewayError error, int status) {
        assertThat(error.status()).isEqualTo(status);
    }

    @Test
    void onlyTheProtocolsOwnFailuresHaveAStatusBeyondTheContract() {
        Set<Integer> contract = Set.of(400, 401, 403, 404, 405, 413, 414, 429, 431, 500, 502, 503, 504);

        assertThat(Arrays.stream(GatewayError.values())
                        .filter(error -> !contract.contains(error.status()))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        GatewayError.NOT_ACCEPTABLE,
                        GatewayError.REQUEST_TIMEOUT,
                        GatewayError.UNSUPPORTED_MEDIA_TYPE,
                        GatewayError.EXPECTATION_FAILED,
                        GatewayError.WEBSOCKET_VERSION,
                        GatewayError.CLIENT_GONE,
                        GatewayError.NOT_IMPLEMENTED,
                        GatewayError.VERSION_NOT_SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    TOKEN_MISSING       | Missing authentication token
                    TOKEN_INVALID       | Invalid or expired token
                    TOKEN_TYPE          | Invalid token type. Access token required
                    TOKEN_PAYLOAD       | Invalid token payload
                    TOKEN_SUBJECT       | Invalid user ID in token
                    ROLE_MISSING        | Insufficient permissions
                    NOT_FOUND           | Not Found
                    BACKEND_UNUSABLE    | Invalid response from service budget
                    CIRCUIT_OPEN        | Service budget is currently unavailable. Circuit breaker is OPEN.
                    BACKEND_UNREACHABLE | Cannot connect to service budget
                    BACKEND_TIMEOUT     | Service budget request timeout
                    """)
    void aFailureSaysTheContractsSentence(GatewayError error, String sentence) {
        assertThat(error.sentence("budget")).isEqualTo(sentence);
        assertThat(new GatewayException(error, "budget").detail()).isEqualTo(sentence);
    }

    @Test
    void aLimitIsNamedWithItsWindow() {
        assertThat(GatewayError.RATE_LIMITED.sentence(60, "per minute"))
                .isEqualTo("Rate limit exceeded: 60 requests per minute");
        assertThat(GatewayError.RATE_LIMITED.sentence(1000, "per hour"))
                .isEqualTo("Rate limit exceeded: 1000 requests per hour");
    }

    @Test
    void withoutArgumentsASentenceIsNoFormat() {
        assertThat(GatewayError.BACKEND_TIMEOUT.sentence()).isEqualTo("Service %s request timeout");
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsFoundAgainByItsStatusOrAnsweredAsOneOfItsClass(GatewayError error) {
        GatewayError found = GatewayError.ofStatus(error.status());

        assertThat(found.status() / 100).isEqualTo(error.status() / 100);
        assertThat(found.sentence()).doesNotContain("%s");
    }

    @ParameterizedTest
    @CsvSource({
        "400, MALFORMED_REQUEST",
        "404, NOT_FOUND",
        "405, METHOD_NOT_ALLOWED",
        "408, REQUEST_TIMEOUT",
        "413, BODY_TOO_LARGE",
        "414, URI_TOO_LONG",
        "417, EXPECTATION_FAILED",
        "418, MALFORMED_REQUEST",
        "431, HEADERS_TOO_LARGE",
        "500, UNFORESEEN",
        "501, NOT_IMPLEMENTED",
        "503, STARTING",
        "505, VERSION_NOT_SUPPORTED",
        "599, UNFORESEEN"
    })
    void theServersOwnStatusHasItsFailure(int status, GatewayError error) {
        assertThat(GatewayError.ofStatus(status)).isEqualTo(error);
    }
}
