package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.Refusal.assertInvalid;
import static com.fincloud.gateway.auth.TestToken.CLOCK;
import static com.fincloud.gateway.auth.TestToken.SECRET;
import static com.fincloud.gateway.auth.TestToken.base64;
import static com.fincloud.gateway.auth.TestToken.settings;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.junit.jupiter.api.Named.named;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedHeaderTest {

    private final JwtVerifier verifier = new JwtVerifier(settings(), CLOCK);

    static Stream<Named<String>> headers() {
        return Stream.of(
                named("no alg", token().header("{}").text()),
                named("alg null", token().header("{\"alg\":null}").text()),
                named("alg of a number", token().header("{\"alg\":256}").text()),
                named("alg of an array", token().header("{\"alg\":[\"HS256\"]}").text()),
                named("alg empty", token().header("{\"alg\":\"\"}").text()),
                named("alg in lower case", token().header("{\"alg\":\"hs256\"}").text()),
                named("alg with a blank", token().header("{\"alg\":\"HS256 \"}").text()),
                named("alg none", token().header("{\"alg\":\"none\"}").text()),
                named("alg None", token().header("{\"alg\":\"None\"}").text()),
                named(
                        "alg NONE without a signature",
                        base64("{\"alg\":\"NONE\"}") + "." + base64(token().claims()) + "."),
                named(
                        "alg HS512, rightly signed",
                        token().header("{\"alg\":\"HS512\"}")
                                .signedBy(TestSigner.hmac("HmacSHA512", SECRET))
                                .text()),
                named(
                        "alg HS384, rightly signed",
                        token().header("{\"alg\":\"HS384\"}")
                                .signedBy(TestSigner.hmac("HmacSHA384", SECRET))
                                .text()),
                named(
                        "alg HS256, signed as HS512",
                        token().signedBy(TestSigner.hmac("HmacSHA512", SECRET)).text()),
                named("alg RS256", token().header("{\"alg\":\"RS256\"}").text()),
                named(
                        "alg dir",
                        token().header("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}").text()),
                named(
                        "ALG in place of alg",
                        token().header("{\"ALG\":\"HS256\"}").text()),
                named(
                        "jwk",
                        token().headerAnd("\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}")
                                .text()),
                named(
                        "jku",
                        token().headerAnd("\"jku\":\"http://127.0.0.1:1/keys\"").text()),
                named(
                        "x5u",
                        token().headerAnd("\"x5u\":\"http://127.0.0.1:1/cert\"").text()),
                named("x5c", token().headerAnd("\"x5c\":[\"AAAA\"]").text()),
                named(
                        "crit that names exp",
                        token().headerAnd("\"crit\":[\"exp\"],\"exp\":1").text()),
                named("crit empty", token().headerAnd("\"crit\":[]").text()),
                named("crit null", token().headerAnd("\"crit\":null").text()),
                named(
                        "b64 false",
                        token().headerAnd("\"b64\":false,\"crit\":[\"b64\"]").text()),
                named("b64 true", token().headerAnd("\"b64\":true").text()),
                named("zip", token().headerAnd("\"zip\":\"DEF\"").text()),
                named("cty", token().headerAnd("\"cty\":\"JWT\"").text()),
                named(
                        "typ of another kind",
                        token().headerAnd("\"typ\":\"dpop+jwt\"").text()),
                named(
                        "typ of a logout token",
                        token().headerAnd("\"typ\":\"logout+jwt\"").text()),
                named("typ JOSE", token().headerAnd("\"typ\":\"JOSE\"").text()),
                named("typ empty", token().headerAnd("\"typ\":\"\"").text()),
                named("typ null", token().headerAnd("\"typ\":null").text()),
                named("typ of an array", token().headerAnd("\"typ\":[\"JWT\"]").text()),
                named("kid of a number", token().headerAnd("\"kid\":1").text()),
                named("kid null", token().headerAnd("\"kid\":null").text()),
                named("kid of an array", token().headerAnd("\"kid\":[\"1\"]").text()),
                named("typ text/jwt", token().headerAnd("\"typ\":\"text/jwt\"").text()));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aHeaderThatChoosesHowToVerifyIsInvalid(String token) {
        assertInvalid(verifier, token);
    }
}
