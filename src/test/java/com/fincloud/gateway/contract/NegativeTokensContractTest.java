package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.auth.TestJwk;
import com.fincloud.gateway.auth.TestSigner;
import java.io.IOException;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 4.1 and 4.2: each token of {@code negative-tokens.txt} is answered with 401, at once, by every kind of gateway. */
class NegativeTokensContractTest {

    private static final Map<String, TokenForge> FORGES = new LinkedHashMap<>();
    private static final Map<String, TestGateway> GATEWAYS = new LinkedHashMap<>();

    private static RecordingBackend backend;
    private static RecordingBackend trap;
    private static RecordingBackend issuer;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        trap = new RecordingBackend();
        issuer = new RecordingBackend();
        FORGES.put("HS256", new TokenForge(trap.url()));
        add("RS256", "RS256", () -> TestSigner.rsa("RSA", 2048));
        add("PS256", "PS256", () -> TestSigner.rsa("RSA", 2048));
        add("ES256", "ES256", () -> TestSigner.ec("secp256r1"));
        add("EdDSA", "EdDSA", () -> TestSigner.pair("Ed25519"));
        add("JWKS", "ES256", () -> TestSigner.ec("secp256r1"));
        issuer.on("/keys", 200, "", keySet(forge("JWKS")));
        FORGES.forEach((name, forge) -> GATEWAYS.put(name, gateway(name, forge)));
    }

    private static void add(String name, String algorithm, Supplier<KeyPair> keys) {
        FORGES.put(name, new TokenForge(algorithm, keys.get(), keys.get(), trap.url()));
    }

    private static TokenForge forge(String name) {
        return Objects.requireNonNull(FORGES.get(name));
    }

    /** The one good key among others of the same kind that are for other things. */
    private static String keySet(TokenForge forge) {
        return TestJwk.set(
                TestJwk.of("k1", forge.publicKey()),
                TestJwk.of("encryption", forge.otherKey()).with("use", "\"enc\""),
                TestJwk.of("agreement", forge.otherKey()).with("key_ops", "[\"deriveKey\"]"),
                TestJwk.of("symmetric", forge.otherKey()).with("kty", "\"oct\"").with("k", "\"c3ltbWV0cmlj\""));
    }

    private static TestGateway gateway(String name, TokenForge forge) {
        TestGateway.Builder builder = TestGateway.builder()
                .backend(backend)
                .with("JWT_ALGORITHM", forge.algorithm())
                .with("JWT_ISSUER", "https://issuer")
                .with("JWT_AUDIENCE", "gateway");
        return switch (name) {
            case "HS256" -> builder.start();
            case "JWKS" -> builder.with("JWT_JWKS_URL", issuer.url() + "/keys").start();
            default ->
                builder.with("JWT_PUBLIC_KEY", TestSigner.pem(forge.publicKey()))
                        .start();
        };
    }

    @AfterAll
    static void stop() throws IOException {
        GATEWAYS.values().forEach(TestGateway::close);
        backend.close();
        trap.close();
        issuer.close();
    }

    private static Http.Reply send(String name, NegativeToken token) throws IOException {
        return Http.get(
                Objects.requireNonNull(GATEWAYS.get(name)).port(),
                "/api/v1/budget/x",
                "Authorization: " + forge(name).authorization(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "RS256", "PS256", "ES256", "EdDSA", "JWKS"})
    void aTokenWithoutAFaultPasses(String name) throws IOException {
        backend.forget();

        assertThat(send(name, NegativeToken.faultless()).status()).isEqualTo(200);
        assertThat(backend.last().value("X-User-ID")).isEqualTo("42");
    }

    static Stream<Arguments> faults() {
        return NegativeToken.all().stream()
                .flatMap(token -> FORGES.keySet().stream().filter(token::isFor).map(name -> Arguments.of(name, token)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void aTokenWithAFaultIsRefused(String name, NegativeToken token) throws IOException {
        backend.forget();

        Http.Reply reply = send(name, token);

        assertThat(reply.status()).as("%s: %s", name, token).isEqualTo(401);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"" + token.detail() + "\"}");
        assertThat(reply.values("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(reply.value("Content-Type")).isEqualTo("application/json");
        assertThat(backend.requests()).as("nothing reaches the backend").isEmpty();
        assertThat(trap.connections()).as("nothing is fetched").isZero();
    }
}
