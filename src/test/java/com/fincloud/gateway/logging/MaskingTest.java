package com.fincloud.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 3.6: no line shows a token, a cookie, credentials or a query. */
class MaskingTest {

    @AfterEach
    void forget() {
        Masking.hide(List.of());
        CurrentRequest.set(null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{Authorization=Bearer hunter2, Host=h}           | {Authorization=***, Host=h}",
                "Headers: {cookie=a=hunter2; b=c, X-A=1}          | Headers: {cookie=***, X-A=1}",
                "{Set-Cookie=[a=hunter2; Path=/, b=hunter2], B=1} | {Set-Cookie=***, B=1}",
                "{Set-Cookie=a=hunter2; Expires=Wed, 21 Oct, B=1} | {Set-Cookie=***, B=1}",
                "Proxy-Authorization: Basic aHVudGVyMg==          | Proxy-Authorization: ***",
                "X-API-Key: hunter2                               | X-API-Key: ***",
                "{\"authorization\":\"Bearer hunter2\",\"a\":1}   | {\"authorization\":***,\"a\":1}",
                "Sec-WebSocket-Protocol=fincloud.bearer, hunter2} | Sec-WebSocket-Protocol=***}",
                "token was Bearer hunter2 and more                | token was Bearer *** and more",
                "sent bearer hunter22secret.                      | sent bearer ***",
                "Basic aHVudGVyMjpodW50ZXIy                       | Basic ***",
                "basic authentication is off                      | basic authentication is off",
                "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.hunter2 ok | jwt *** ok",
                "redis://user:hunter2@h:1/2                       | redis://***@h:1/2",
                "redis://:hun@ter2@h                              | redis://***@h",
                "GET http://h/p?token=hunter2&b=c HTTP/1.1        | GET http://h/p?*** HTTP/1.1",
                "GET /p?hunter2                                   | GET /p?***",
                "'/p?a=hunter2' failed                            | '/p?***' failed",
                "{CamelHttpQuery=a=hunter2&b, CamelHttpUri=/x}    | {CamelHttpQuery=***, CamelHttpUri=/x}",
                "Really? Yes: 1 cookie                            | Really? Yes: 1 cookie",
                "http://h/p#x and a@b                             | http://h/p#x and a@b"
            })
    void whatLooksLikeASecretIsMasked(String text, String shown) {
        assertThat(Masking.mask(text)).isEqualTo(shown);
    }

    @Test
    void knownSecretsAndThoseOfTheRequestAreMaskedWhereverTheyStand() {
        Masking.hide(List.of("known-secret"));
        CurrentRequest.set(
                new Request(Masking.parts(List.of("Bearer hunter2", "sid=abcdef; theme=darkblue", "q=raw|query"))));

        assertThat(Masking.mask("a known-secret b")).isEqualTo("a *** b");
        assertThat(Masking.mask("[hunter2]")).isEqualTo("[***]");
        assertThat(Masking.mask("abcdef/darkblue/raw|query")).isEqualTo("***/***/***");
        assertThat(Masking.mask("Bearer of bad news")).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer ",
                "cookie=",
                "cookie=a, ",
                "cookie=[",
                "eyJ",
                "eyJa.",
                "://",
                "://a@",
                "/?",
                "/?a",
                "basic a",
                "a, b=",
                "\"",
                "authorization: \""
            })
    void theTimeGrowsWithTheTextAndNotFaster(String piece) {
        String small = piece.repeat(40_000);
        String large = piece.repeat(160_000);
        Masking.mask(small);

        long first = time(small);
        long second = time(large);

        assertThat(second).isLessThan(first * 40 + 1_000_000_000L);
    }

    private static long time(String text) {
        long start = System.nanoTime();
        Masking.mask(text);
        return System.nanoTime() - start;
    }

    private record Request(List<String> secrets) implements LoggedRequest {

        @Override
        public String requestId() {
            return "1";
        }

        @Override
        public String routeId() {
            return "r";
        }
    }
}
