package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.http.body.ResponseBody;
import com.fincloud.gateway.upstream.client.request.UpstreamRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long and how much the cache keeps, on a clock of the test's own. */
class ResponseCacheTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // the clock may wrap
    private static final int ROOM = 4 << 20;

    private final UpstreamResponseStore store = new UpstreamResponseStore(ROOM);
    private final ResponseCache cache = new ResponseCache(Duration.ofSeconds(10), true, nanos::get, store);
    private final ResponseCache ofEachUser = new ResponseCache(Duration.ofSeconds(10), false, nanos::get, store);
    private final DefaultCamelContext context = new DefaultCamelContext();

    private Message message() {
        return new DefaultExchange(context).getMessage();
    }

    private Message answer(byte[] body) {
        Message message = message();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setBody(new ResponseBody(new ByteArrayInputStream(body), body.length));
        return message;
    }

    private UpstreamResponseStore.Key key(String path) {
        return new UpstreamResponseStore.Key(cache, path);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void anAnswerIsKeptForItsSecondsAndNoLonger() throws IOException {
        cache.keep(key("/a"), answer(new byte[] {1, 0}));
        pass(Duration.ofMillis(9_999));
        Message kept = message();
        assertThat(cache.answer(key("/a"), kept)).isTrue();
        assertThat((byte[]) kept.getBody()).containsExactly(1, 0);
        assertThat(kept.getHeader("Age")).isEqualTo("9");

        pass(Duration.ofMillis(1));

        assertThat(cache.answer(key("/a"), message())).isFalse();
    }

    @Test
    void whatIsTooLargeIsNotKeptAndPassesWhole() throws IOException {
        Message large = answer(new byte[ResponseCache.MAX_ENTRY + 5]);

        cache.keep(key("/a"), large);

        assertThat(cache.answer(key("/a"), message())).isFalse();
        try (InputStream body = large.getBody(InputStream.class)) {
            assertThat(body.readAllBytes()).hasSize(ResponseCache.MAX_ENTRY + 5);
        }
    }

    @Test
    void whatWasUsedLeastLatelyGoesFirst() throws IOException {
        int fits = ROOM / (ResponseCache.MAX_ENTRY + 2048);
        for (int i = 0; i < fits; i++) {
            cache.keep(key("/" + i), answer(new byte[ResponseCache.MAX_ENTRY]));
        }
        assertThat(cache.answer(key("/0"), message())).isTrue();

        cache.keep(key("/more"), answer(new byte[ResponseCache.MAX_ENTRY]));

        assertThat(cache.answer(key("/1"), message())).isFalse();
        assertThat(cache.answer(key("/0"), message())).isTrue();
        assertThat(cache.answer(key("/more"), message())).isTrue();
    }

    @Test
    void onlyAGetWithoutConditionsHasAKey() {
        assertThat(cache.key(request("GET", Map.of("accept", "a")))).isNotNull();
        assertThat(cache.key(request("HEAD", Map.of()))).isNull();
        assertThat(cache.key(request("POST", Map.of()))).isNull();
        for (String header : List.of("Range", "If-None-Match", "Cache-Control")) {
            assertThat(cache.key(request("GET", Map.of(header, "x")))).isNull();
        }
    }

    @Test
    void whatWasNegotiatedMakesAnotherKey() {
        UpstreamResponseStore.Key german =
                Objects.requireNonNull(cache.key(request("GET", Map.of("Accept-Language", "de"))));

        assertThat(cache.key(request("GET", Map.of("accept-language", "de")))).isEqualTo(german);
        assertThat(cache.key(request("GET", Map.of("accept-language", "en")))).isNotEqualTo(german);
        assertThat(cache.key(request("GET", Map.of()))).isNotEqualTo(german);
    }

    private static Map<String, Object> with(String name, String value) {
        Map<String, Object> headers = new HashMap<>(Map.of(
                "Authorization", "Bearer a",
                "X-User-ID", "1",
                "X-User-Email", "a@example",
                "X-User-Role", "user",
                "X-Forwarded-For", "10.0.0.1",
                "Forwarded", "for=10.0.0.1",
                "X-Forwarded-Host", "a.example",
                "X-Forwarded-Proto", "https",
                "Cookie", "a=1"));
        headers.put(name, value);
        return headers;
    }

    private static UpstreamResponseStore.Key key(ResponseCache of, String name, String value) {
        return Objects.requireNonNull(of.key(request("GET", with(name, value))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "X-User-ID",
                "X-User-Email",
                "X-User-Role",
                "X-Forwarded-For",
                "Forwarded",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "Cookie",
                "X-Anything"
            })
    void whateverTheBackendIsToldMakesAnotherKey(String name) {
        assertThat(key(ofEachUser, name, "other")).isNotEqualTo(key(ofEachUser, "X", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Request-ID", "traceparent", "tracestate"})
    void whatTellsOneRequestFromTheNextMakesNone(String name) {
        assertThat(key(ofEachUser, name, "other")).isEqualTo(key(ofEachUser, name, "one"));
    }

    @Test
    void whereAllGetTheSameAnswerItDoesNotMatterWhoAsks() {
        for (String name : List.of("Authorization", "X-User-ID", "X-User-Email", "X-User-Role", "X-Forwarded-For")) {
            assertThat(key(cache, name, "other")).isEqualTo(key(cache, name, "one"));
        }
        for (String name : List.of("X-Forwarded-Host", "X-Forwarded-Proto", "Cookie", "Origin")) {
            assertThat(key(cache, name, "other")).isNotEqualTo(key(cache, name, "one"));
        }
    }

    @Test
    void noTwoRequestsAreAlikeByWhereTheirTextsEnd() {
        UpstreamResponseStore.Key one = key(ofEachUser, "X-A", "1\nX-B: 2");
        Map<String, Object> two = with("X-A", "1");
        two.put("X-B", "2");

        assertThat(ofEachUser.key(request("GET", two))).isNotEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cache-Control | no-store | 0",
                "Cache-Control | max-age=5, PRIVATE | 0",
                "Cache-Control | private=\"X-A\" | 0",
                "Cache-Control | no-cache | 0",
                "Cache-Control | max-age=0 | 0",
                "Cache-Control | max-age=abc | 0",
                "Cache-Control | max-age=4 | 4",
                "Cache-Control | max-age=4, s-maxage=2 | 2",
                "Cache-Control | max-age=4, s-maxage=0 | 0",
                "Cache-Control | max-age=400 | 10",
                "Cache-Control | public | 10",
                "Pragma | no-cache | 0",
                "Expires | 0 | 0",
                "Expires | Thu, 01 Jan 1970 00:00:00 GMT | 0",
                "Vary | * | 0",
                "Vary | Accept, X-User-Role | 0",
                "Vary | Accept-Language, Origin | 10",
                "Set-Cookie | a=1 | 0",
                "Content-Type | text/event-stream | 0",
                "Content-Type | application/json | 10"
            })
    void anAnswerIsKeptAsLongAsItsBackendSays(String name, String value, int seconds) throws IOException {
        Message message = answer(new byte[] {1});
        message.setHeader(name, value);

        cache.keep(key("/a"), message);

        pass(Duration.ofMillis(seconds * 1000L - 1));
        assertThat(cache.answer(key("/a"), message())).isEqualTo(seconds > 0);
        pass(Duration.ofMillis(2));
        assertThat(cache.answer(key("/a"), message())).isFalse();
    }

    @Test
    void theAgeThatAnAnswerHadCounts() throws IOException {
        Message message = answer(new byte[] {1});
        message.setHeader("Age", "7");
        message.setHeader("Cache-Control", "max-age=10");
        cache.keep(key("/a"), message);

        pass(Duration.ofSeconds(2));

        Message kept = message();
        assertThat(cache.answer(key("/a"), kept)).isTrue();
        assertThat(kept.getHeader("Age")).isEqualTo("9");
        pass(Duration.ofSeconds(1));
        assertThat(cache.answer(key("/a"), message())).isFalse();
    }

    @Test
    void anotherVersionOfTheRouteBeginsWithNone() throws IOException {
        cache.keep(key("/a"), answer(new byte[] {1}));

        assertThat(ofEachUser.answer(new UpstreamResponseStore.Key(ofEachUser, "/a"), message()))
                .isFalse();
    }

    private static UpstreamRequest request(String method, Map<String, Object> headers) {
        return new UpstreamRequest(null, method, "/a", null, headers, null);
    }
}
