package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.upstream.client.request.HeaderEdits;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each parameter of the template {@code backend} accepts; a refusal names the parameter, its value and what is accepted. */
class BackendParametersTest {

    private static BackendParameters parameters(String name, String value) {
        Map<String, String> values = new HashMap<>(BackendParameters.OPTIONAL);
        values.put("path", "/p");
        values.put("service", "s");
        values.put("url", "http://s");
        values.put(name, value);
        return BackendParameters.of(parameter -> values.getOrDefault(parameter, ""));
    }

    @ParameterizedTest
    @CsvSource({"websocket, true", "healthPath, /health"})
    void whatNeedsHttp1IsRefusedBesideH2c(String parameter, String value) {
        assertThat(parameters("url", "http://a,h2c://b").urls()).hasSize(2);
        assertThatThrownBy(() -> BackendParameters.of(
                        name -> Map.of("path", "/p", "service", "s", "url", "http://a,H2C://b", parameter, value)
                                .getOrDefault(name, BackendParameters.OPTIONAL.getOrDefault(name, ""))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(parameter + "=" + value)
                .hasMessageContaining("h2c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            quoteCharacter = '"',
            value = {
                "path=p",
                "path=/",
                "path=/p/",
                "path=/p//q",
                "path=/p?q",
                "path=/p/../q",
                "path=/{id}",
                "path=/%2e",
                "service=a b",
                "service=a/b",
                "service=\"\"",
                "url=\"\"",
                "url=ftp://s",
                "url=http://user:secret@s",
                "url=http://s?a",
                "url=http://s,nonsense",
                "rewrite=q",
                "rewrite=/q?x",
                "rewrite=/q/../r",
                "rewrite=/q/%2e%2E/r",
                "rewrite=//host/q",
                "timeout=0",
                "timeout=-1",
                "timeout=5s",
                "timeout=86401",
                "retries=-1",
                "http2=yes",
                "url=h2://s",
                "url=h2c:s",
                "retries=11",
                "retries=many",
                "methods=\"\"",
                "methods=\" , \"",
                "methods=GET,FETCH",
                "removeRequestHeaders=X-User-ID",
                "removeRequestHeaders=Cookie,x_user_role",
                "removeRequestHeaders=a b",
                "removeResponseHeaders=Content-Length",
                "removeResponseHeaders=x-ratelimit-remaining-minute",
                "removeResponseHeaders=*",
                "setRequestHeaders=NoColon",
                "setRequestHeaders=: value",
                "setRequestHeaders=X-A:",
                "setRequestHeaders=X-A: 1 | x-a: 2",
                "setRequestHeaders=X-A: 1 |",
                "setRequestHeaders=X-User-Tenant: 1",
                "setRequestHeaders=Host: elsewhere",
                "setRequestHeaders=Transfer-Encoding: chunked",
                "setRequestHeaders=CamelHttpUri: http://elsewhere",
                "setRequestHeaders=traceparent: 0",
                "setResponseHeaders=X-Request-ID: 0",
                "setResponseHeaders=X-Process-Time: 0",
                "setResponseHeaders=Access-Control-Allow-Origin: *",
                "setResponseHeaders=Connection: close",
                "setResponseHeaders=X-A: €"
            })
    void refusesWithTheParameterAndWhatIsAccepted(String name, String value) {
        assertThatThrownBy(() -> parameters(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + "=" + value.replace("user:secret", "***") + " is not usable (accepted: ")
                .message()
                .matches("(?s).*\\(accepted: .*[A-Za-z0-9].*\\)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\nX-User-ID: 1", "a\tb", "a\u0000b", "a\u007fb"})
    void aHeaderValueHoldsNoControlCharacter(String value) {
        assertThatThrownBy(() -> parameters("setRequestHeaders", "X-A: x" + value + "y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("printable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "path=/api/v1/invoices",
                "service=invoice_2-b",
                "url=https://a:8443/base, http://[::1]:80",
                "rewrite=/",
                "rewrite=/a%20b/",
                "timeout=0.25",
                "retries=10",
                "methods=get, PUT",
                "removeRequestHeaders=Cookie, X-Debug",
                "setResponseHeaders=Sunset: Fri, 31 Dec 2027 23:59:59 GMT | Link: <https://x>; rel=\"sunset\""
            })
    void accepts(String name, String value) {
        assertThat(parameters(name, value)).isNotNull();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        BackendParameters defaults = parameters("path", "/p");

        assertThat(defaults.rewrite()).isNull();
        assertThat(defaults.timeout()).isNull();
        assertThat(defaults.retries()).isZero();
        assertThat(defaults.requestHeaders()).isSameAs(HeaderEdits.NONE);
        assertThat(BackendParameters.REQUIRED).containsExactly("path", "service", "url");
        assertThat(BackendParameters.OPTIONAL).containsEntry("retries", "0").containsEntry("timeout", "");
    }

    @Test
    void aGivenHeaderKeepsItsValueToTheByte() {
        HeaderEdits edits = HeaderEdits.of("ResponseHeaders", "A,b", "Link: <https://x/?a=1>; rel=\"x, y\" | X-B: 1:2");

        assertThat(edits.given())
                .containsEntry("Link", "<https://x/?a=1>; rel=\"x, y\"")
                .containsEntry("X-B", "1:2");
        assertThat(edits.drops("a")).isTrue();
        assertThat(edits.drops("B")).isTrue();
        assertThat(edits.drops("LINK")).isTrue();
        assertThat(edits.drops("c")).isFalse();
    }
}
