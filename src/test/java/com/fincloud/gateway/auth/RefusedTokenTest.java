package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.Refusal.assertInvalid;
import static com.fincloud.gateway.auth.Refusal.assertRefused;
import static com.fincloud.gateway.auth.TestToken.CLOCK;
import static com.fincloud.gateway.auth.TestToken.base64;
import static com.fincloud.gateway.auth.TestToken.settings;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.fincloud.gateway.error.GatewayError;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedTokenTest {

    private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

    private final JwtVerifier verifier = new JwtVerifier(settings(), CLOCK);

    static Stream<Named<List<String>>> missing() {
        return Stream.of(
                named("no header", List.of()),
                named("an empty header", List.of("")),
                named("blanks", List.of("   ")),
                named("the scheme alone", List.of("Bearer")),
                named("the scheme and blanks", List.of("Bearer   ")),
                named("the scheme and a tab", List.of("Bearer\t")),
                named("another scheme", List.of("Basic dXNlcjpwYXNz")),
                named("another scheme with a token", List.of("Token " + token().text())),
                named("a scheme that begins like it", List.of("Bearerx " + token().text())),
                named("no blank after the scheme", List.of("Bearer" + token().text())),
                named("a colon after the scheme", List.of("Bearer: " + token().text())),
                named("a token without a scheme", List.of(token().text())));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void withoutCredentialsTheTokenIsMissing(List<String> authorization) {
        assertRefused(GatewayError.TOKEN_MISSING, () -> verifier.verify(authorization));
    }

    static Stream<Named<List<String>>> ambiguous() {
        String good = "Bearer " + token().text();
        return Stream.of(
                named("the same header twice", List.of(good, good)),
                named("a second header of another scheme", List.of(good, "Basic dXNlcjpwYXNz")),
                named("a second empty header", List.of(good, "")),
                named("two tokens in one header", List.of(good + ", " + good)),
                named("two tokens and a blank", List.of(good + " " + token().text())));
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void severalCredentialsAreInvalid(List<String> authorization) {
        assertRefused(GatewayError.TOKEN_INVALID, () -> verifier.verify(authorization));
    }

    static Stream<Named<String>> spellings() {
        String good = token().text();
        String claims = base64(token().claims());
        String signature = good.substring(good.lastIndexOf('.') + 1);
        return Stream.of(
                named("no dot", "abc"),
                named("one dot", HEADER + "." + claims),
                named("no signature", HEADER + "." + claims + "."),
                named("no header", "." + claims + "." + signature),
                named("no claims", HEADER + ".." + signature),
                named("no claims, signed", token().signed(HEADER, "")),
                named("only dots", ".."),
                named("a fourth part", good + "." + signature),
                named("a trailing dot", good + "."),
                named("a leading dot", "." + good),
                named("five parts, as an encrypted token", good + ".abc.abc"),
                named("padding after the signature", good + "="),
                named(
                        "padding after the header, signed",
                        token().signed(base64("{\"alg\":\"HS256\" }") + "==", claims)),
                named("padding after the claims, signed", token().signed(HEADER, padded())),
                named("another spelling of the last bits", good.substring(0, good.length() - 1) + neighbour(good)),
                named("plus for minus", token().signed(HEADER, respelled('-', '+'))),
                named("slash for underscore", token().signed(HEADER, respelled('_', '/'))),
                named(
                        "a line break in the claims, signed",
                        token().signed(HEADER, claims.substring(0, 4) + "\n" + claims.substring(4))),
                named("a line break at the end", good + "\n"),
                named("a NUL at the end", good + "\0"),
                named("a percent escape", good.replaceFirst("\\.", "%2E")),
                named("a letter outside ASCII", good.replaceFirst("e", "\u00e9")),
                named("a letter outside Latin-1", good.replaceFirst("e", "\u0435")),
                named("an impossible length", token().signed(HEADER, "abcde")),
                named("a signature cut off", good.substring(0, good.length() - 4)),
                named("a signature with more behind it", good + "AAAA"),
                named("a byte order mark, signed", token().withClaims("\ufeff" + token().claims())),
                named("quotes around the token", "\"" + good + "\""),
                named(
                        "a token that is too long",
                        token().with("x", "\"" + "x".repeat(17_000) + "\"").text()));
    }

    private static String padded() {
        String json = token().claims();
        while (json.length() % 3 != 1) {
            json = json.replace("{", "{ ");
        }
        return base64(json) + "==";
    }

    /** Good claims in another alphabet. */
    private static String respelled(char from, char to) {
        String claims = base64(token().with("x", "\"~~~~>>>>????\"").claims());
        assertThat(claims).contains("" + from);
        return claims.replace(from, to);
    }

    /** The letter that differs from the last one of {@code good} in the two bits that no byte uses. */
    private static char neighbour(String good) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(good.charAt(good.length() - 1)) ^ 1);
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void anotherSpellingIsInvalid(String token) {
        assertInvalid(verifier, token);
    }

    @Test
    void eachChangeOfOneCharacterIsInvalid() {
        String good = token().text();

        for (int index = 0; index < good.length(); index++) {
            char other = good.charAt(index) == 'A' ? 'B' : 'A';
            assertInvalid(verifier, good.substring(0, index) + other + good.substring(index + 1));
        }
    }
}
