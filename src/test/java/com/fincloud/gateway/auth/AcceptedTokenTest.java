package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.TestToken.CLOCK;
import static com.fincloud.gateway.auth.TestToken.SECOND;
import static com.fincloud.gateway.auth.TestToken.settings;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.fincloud.gateway.auth.token.Caller;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedTokenTest {

    private final JwtVerifier verifier = new JwtVerifier(settings(), CLOCK);

    private Caller caller(TestToken token) {
        return verifier.verify(List.of("Bearer " + token.text()));
    }

    @Test
    void subEmailAndRoleBecomeTheCaller() {
        Caller caller = caller(token().with("email", "\"ada@example.com\"").with("role", "\"admin\""));

        assertThat(caller).isEqualTo(new Caller("42", "ada@example.com", List.of("admin")));
    }

    @Test
    void anAbsentEmailIsEmptyAndAnAbsentRoleIsUser() {
        assertThat(caller(token())).isEqualTo(new Caller("42", "", List.of("user")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null"})
    void anEmptyOrNullRoleIsUser(String json) {
        assertThat(caller(token().with("role", json)).roles()).containsExactly("user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null"})
    void anEmptyOrNullEmailIsEmpty(String json) {
        assertThat(caller(token().with("email", json)).email()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"0\"', 0",
        "0, 0",
        "'\"-7\"', -7",
        "-7, -7",
        "42, 42",
        "'\"9223372036854775807\"', 9223372036854775807",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "'\"-9223372036854775808\"', -9223372036854775808",
        "'\"\\u0034\\u0032\"', 42"
    })
    void aCanonicalLongIsAUserId(String json, String userId) {
        assertThat(caller(token().with("sub", json)).userId()).isEqualTo(userId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer %s", "bearer %s", "BEARER %s", "bEaReR %s", "Bearer   %s", "Bearer %s  ", " Bearer %s"})
    void theSchemeHasNoCaseAndBlanksAroundTheTokenDoNotMatter(String header) {
        assertThat(verifier.verify(List.of(header.formatted(token().text()))).userId())
                .isEqualTo("42");
    }

    static Stream<Named<TestToken>> headers() {
        return Stream.of(
                named("no typ", token().header("{\"alg\":\"HS256\"}")),
                named("typ in lower case", token().headerAnd("\"typ\":\"jwt\"")),
                named("typ at+jwt", token().headerAnd("\"typ\":\"at+jwt\"")),
                named("typ AT+JWT", token().headerAnd("\"typ\":\"AT+JWT\"")),
                named("typ application/at+jwt", token().headerAnd("\"typ\":\"application/at+jwt\"")),
                named("typ application/JWT", token().headerAnd("\"typ\":\"application/JWT\"")),
                named("a key id", token().headerAnd("\"kid\":\"../../dev/null\"")),
                named("a thumbprint", token().headerAnd("\"x5t\":\"abc\"")),
                named("an unknown parameter", token().headerAnd("\"mine\":{\"a\":[1,{\"b\":null}]}")),
                named("blanks inside", token().header("{ \"typ\" : \"JWT\",\r\n \"alg\" : \"HS256\" }")));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aHeaderThatChangesNothingIsAccepted(TestToken token) {
        assertThat(caller(token).userId()).isEqualTo("42");
    }

    static Stream<Named<TestToken>> times() {
        return Stream.of(
                named("exp in a second", token().with("exp", "" + (SECOND + 1))),
                named("exp in a millisecond", token().with("exp", SECOND + ".001")),
                named("exp with an exponent", token().with("exp", "2.5e9")),
                named("exp with a fraction", token().with("exp", (SECOND + 5) + ".25")),
                named("exp at the end of the year 9999", token().with("exp", "253402300799")),
                named("nbf now", token().with("nbf", "" + SECOND)),
                named("iat now", token().with("iat", "" + SECOND)),
                named("nbf and iat in the past", token().with("nbf", "0").with("iat", "-1.5")),
                named("iat just above zero", token().with("iat", "1e-999999999")));
    }

    @ParameterizedTest
    @MethodSource("times")
    void aTokenInItsLifetimeIsAccepted(TestToken token) {
        assertThat(caller(token).userId()).isEqualTo("42");
    }

    @ParameterizedTest
    @CsvSource({"exp, -9.999", "nbf, 10", "iat, 10"})
    void theSkewIsTolerated(String claim, String offset) {
        JwtVerifier tolerant = new JwtVerifier(settings("", "", Duration.ofSeconds(10)), CLOCK);
        String date = new BigDecimal(offset).add(BigDecimal.valueOf(SECOND)).toPlainString();

        assertThat(tolerant.verify(List.of("Bearer " + token().with(claim, date).text()))
                        .userId())
                .isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"gateway\"", "[\"gateway\"]", "[\"other\",\"gateway\"]"})
    void theConfiguredIssuerAndAudienceAreAccepted(String audience) {
        JwtVerifier demanding = new JwtVerifier(settings("https://issuer", "gateway", Duration.ZERO), CLOCK);
        TestToken token = token().with("iss", "\"https://issuer\"").with("aud", audience);

        assertThat(demanding.verify(List.of("Bearer " + token.text())).userId()).isEqualTo("42");
    }

    @Test
    void issuerAndAudienceAreNotJudgedWhenNoneIsConfigured() {
        assertThat(caller(token().with("iss", "[1]").with("aud", "{}")).userId())
                .isEqualTo("42");
    }

    @Test
    void oneVerifierServesManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<String>> userIds = new ArrayList<>();
        for (int id = 0; id < 400; id++) {
            TestToken token = token().with("sub", "\"" + id % 50 + "\"");
            userIds.add(threads.submit(() -> caller(token).userId()));
        }

        for (int id = 0; id < userIds.size(); id++) {
            assertThat(userIds.get(id).get()).isEqualTo("" + id % 50);
        }
        threads.shutdown();
    }
}
