package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.Refusal.assertInvalid;
import static com.fincloud.gateway.auth.TestToken.CLOCK;
import static com.fincloud.gateway.auth.TestToken.base64;
import static com.fincloud.gateway.auth.TestToken.settings;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.junit.jupiter.api.Named.named;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedJsonTest {

    private final JwtVerifier verifier = new JwtVerifier(settings(), CLOCK);

    static Stream<Named<String>> json() {
        String claims = token().claims();
        return Stream.of(
                named("a header that is no JSON", token().header("alg").text()),
                named(
                        "a header that is an array",
                        token().header("[\"alg\",\"HS256\"]").text()),
                named("a header that is a string", token().header("\"HS256\"").text()),
                named("a header that is null", token().header("null").text()),
                named("a second alg", token().headerAnd("\"alg\":\"HS256\"").text()),
                named(
                        "a second alg, escaped",
                        token().headerAnd("\"\\u0061lg\":\"none\"").text()),
                named(
                        "a second typ",
                        token().headerAnd("\"typ\":\"JWT\",\"typ\":\"JWT\"").text()),
                named(
                        "a duplicate deep in the header",
                        token().headerAnd("\"x\":{\"a\":1,\"a\":1}").text()),
                named(
                        "a header with a comma too many",
                        token().header("{\"alg\":\"HS256\",}").text()),
                named(
                        "a header with more behind it",
                        token().header("{\"alg\":\"HS256\"}{}").text()),
                named(
                        "a header with a line break behind it",
                        token().header("{\"alg\":\"HS256\"}\n").text()),
                named(
                        "a header in UTF-16",
                        token().withHeaderBytes("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_16BE))),
                named("claims that are no JSON", token().withClaims("sub=42")),
                named("claims that are an array", token().withClaims("[" + claims + "]")),
                named("claims that are a number", token().withClaims("42")),
                named("claims that end early", token().withClaims(claims.substring(0, claims.length() - 1))),
                named("claims that end in a string", token().withClaims("{\"a\":\"}")),
                named("two objects", token().withClaims(claims + claims)),
                named("an array behind the claims", token().withClaims(claims + "[]")),
                named("a bracket behind the claims", token().withClaims(claims + "}")),
                named("a blank before the claims", token().withClaims(" " + claims)),
                named(
                        "a blank before the header",
                        token().header(" {\"alg\":\"HS256\"}").text()),
                named("a blank behind the claims", token().withClaims(claims + " ")),
                named("a line break behind the claims", token().withClaims(claims + "\n")),
                named("a NUL behind the claims", token().withClaims(claims + "\0")),
                named("a comment", token().withClaims("{/**/" + claims.substring(1))),
                named("single quotes", token().withClaims(claims.replace('"', '\''))),
                named("a name without quotes", token().withClaims(claims.replace("\"sub\"", "sub"))),
                named("a line break in a string", token().with("x", "\"a\nb\"").text()),
                named("a number that is none", token().with("x", "NaN").text()),
                named("a number with a leading zero", token().with("x", "007").text()),
                named("a second sub", token().and("\"sub\":\"1\"").text()),
                named(
                        "a second sub of the same value",
                        token().and("\"sub\":\"42\"").text()),
                named(
                        "a second sub, escaped",
                        token().and("\"s\\u0075b\":\"1\"").text()),
                named("a second exp", token().and("\"exp\":9999999999").text()),
                named(
                        "a duplicate in an object",
                        token().with("x", "{\"a\":1,\"a\":2}").text()),
                named(
                        "a duplicate in an object in an array",
                        token().with("x", "[[{\"a\":1,\"a\":2}]]").text()),
                named(
                        "nesting without end",
                        token().with("x", "[".repeat(8000) + "]".repeat(4)).text()),
                named(
                        "deep arrays",
                        token().with("x", "[".repeat(2000) + "]".repeat(2000)).text()),
                named(
                        "deep objects",
                        token().with("x", "{\"a\":".repeat(1500) + "1" + "}".repeat(1500))
                                .text()),
                named("malformed UTF-8", token().withClaimsBytes(replaced(0xff))),
                named("a continuation byte alone", token().withClaimsBytes(replaced(0x80))),
                named("an overlong slash", token().withClaimsBytes(replaced(0xc0, 0xaf))),
                named("a surrogate in UTF-8", token().withClaimsBytes(replaced(0xed, 0xa0, 0x80))));
    }

    /** Good claims whose email is {@code bytes}. */
    private static byte[] replaced(int... bytes) {
        StringBuilder email = new StringBuilder("\"");
        for (int b : bytes) {
            email.append((char) b);
        }
        return token().with("email", email.append('"').toString()).claims().getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("json")
    void anythingButOneUnambiguousJsonObjectIsInvalid(String token) {
        assertInvalid(verifier, token);
    }

    @Test
    void noiseIsInvalid() {
        Random random = new Random(42);
        for (int round = 0; round < 2000; round++) {
            byte[] header = new byte[1 + random.nextInt(40)];
            byte[] claims = new byte[1 + random.nextInt(40)];
            random.nextBytes(header);
            random.nextBytes(claims);

            assertInvalid(verifier, token().signed(base64(header), base64(claims)));
            assertInvalid(verifier, token().withClaimsBytes(claims));
        }
    }
}
