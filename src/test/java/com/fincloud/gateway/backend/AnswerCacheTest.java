package com.fincloud.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.edge.ReplyBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** How long and how much the cache keeps, on a clock of the test's own. */
class AnswerCacheTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // the clock may wrap
    private final AnswerCache cache = new AnswerCache(Duration.ofSeconds(10), true, nanos::get);
    private final DefaultCamelContext context = new DefaultCamelContext();

    private Message message() {
        return new DefaultExchange(context).getMessage();
    }

    private Message answer(byte[] body) {
        Message message = message();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setBody(new ReplyBody(new ByteArrayInputStream(body), body.length));
        return message;
    }

    private static AnswerCache.Key key(String path) {
        return new AnswerCache.Key("", path, "", List.of("", "", ""));
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
        Message large = answer(new byte[AnswerCache.MAX_ENTRY + 5]);

        cache.keep(key("/a"), large);

        assertThat(cache.answer(key("/a"), message())).isFalse();
        try (InputStream body = large.getBody(InputStream.class)) {
            assertThat(body.readAllBytes()).hasSize(AnswerCache.MAX_ENTRY + 5);
        }
    }

    @Test
    void whatWasUsedLeastLatelyGoesFirst() throws IOException {
        int fits = AnswerCache.MAX_TOTAL / (AnswerCache.MAX_ENTRY + 1024);
        for (int i = 0; i < fits; i++) {
            cache.keep(key("/" + i), answer(new byte[AnswerCache.MAX_ENTRY]));
        }
        assertThat(cache.answer(key("/0"), message())).isTrue();

        cache.keep(key("/more"), answer(new byte[AnswerCache.MAX_ENTRY]));

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
        AnswerCache.Key german = Objects.requireNonNull(cache.key(request("GET", Map.of("Accept-Language", "de"))));

        assertThat(cache.key(request("GET", Map.of("accept-language", "de")))).isEqualTo(german);
        assertThat(cache.key(request("GET", Map.of("accept-language", "en")))).isNotEqualTo(german);
        assertThat(cache.key(request("GET", Map.of()))).isNotEqualTo(german);
    }

    private static Outgoing request(String method, Map<String, Object> headers) {
        return new Outgoing(null, method, "/a", null, headers, null);
    }
}
