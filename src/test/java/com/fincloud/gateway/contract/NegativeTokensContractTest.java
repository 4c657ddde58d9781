package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.auth.TestJwk;
import com.fincloud.gateway.auth.TestSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.List;
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
    private static TestGateway file;

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
        file = gatewayWithAllIssuers();
    }

    /** One gateway that accepts the tokens of all the others: its entries share the issuer, and have keys and algorithms of their own. */
    private static TestGateway gatewayWithAllIssuers() {
        StringBuilder entries = new StringBuilder("issuers:\n");
        FORGES.forEach((name, forge) -> entries.append(
                """
                - name: %s
                  issuer: https://issuer
                  audience: gateway
                  namespace: ""
                  algorithms: [%s]
                  %s
                """
                        .formatted(name, forge.algorithm(), key(name, forge))));
        try {
            Path path = Files.writeString(Files.createTempFile("issuers", ".yaml"), entries, StandardCharsets.UTF_8);
            return TestGateway.builder()
                    .backend(backend)
                    .with("JWT_ISSUERS", path.toString())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String name, TokenForge forge) {
        return switch (name) {
            case "HS256" -> "key: JWT_SECRET";
            case "JWKS" -> "jwks: " + issuer.url() + "/keys";
            default ->
                "key: |\n    " + TestSigner.pem(forge.publicKey()).strip().replaceAll("\\R", "\n    ");
        };
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
        file.close();
        backend.close();
        trap.close();
        issuer.close();
    }

    private static String authorization(String name, NegativeToken token) {
        return forge(name).authorization(token);
    }

    private static Http.Reply send(TestGateway gateway, String authorization) throws IOException {
        return Http.get(gateway.port(), "/api/v1/budget/x", "Authorization: " + authorization);
    }

    private static TestGateway of(String name) {
        return Objects.requireNonNull(GATEWAYS.get(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "RS256", "PS256", "ES256", "EdDSA", "JWKS"})
    void aTokenWithoutAFaultPasses(String name) throws IOException {
        String authorization = authorization(name, NegativeToken.faultless());
        for (TestGateway gateway : List.of(of(name), file)) {
            backend.forget();

            assertThat(send(gateway, authorization).status()).isEqualTo(200);
            assertThat(backend.last().value("X-User-ID")).isEqualTo("42");
        }
    }

    /** The gateway with all issuers has an entry for the default secret. */
    private static boolean isGoodForAnotherEntry(NegativeToken token) {
        return token.signed().equals("hmac " + Tokens.SECRET);
    }

    static Stream<Arguments> faults() {
        return NegativeToken.all().stream()
                .flatMap(token -> FORGES.keySet().stream().filter(token::isFor).map(name -> Arguments.of(name, token)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void aTokenWithAFaultIsRefused(String name, NegativeToken token) throws IOException {
        String authorization = authorization(name, token);
        backend.forget();

        isRefused(send(of(name), authorization), token, name);
        if (!isGoodForAnotherEntry(token)) {
            isRefused(send(file, authorization), token, "the gateway with all issuers, " + name);
        }
    }

    private static void isRefused(Http.Reply reply, NegativeToken token, String by) {
        assertThat(reply.status()).as("%s: %s", by, token).isEqualTo(401);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"" + token.detail() + "\"}");
        assertThat(reply.values("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(reply.value("Content-Type")).isEqualTo("application/json");
        assertThat(backend.requests()).as("nothing reaches the backend").isEmpty();
        assertThat(trap.connections()).as("nothing is fetched").isZero();
    }
}
