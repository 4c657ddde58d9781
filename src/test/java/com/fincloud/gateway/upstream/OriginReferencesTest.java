package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 2.14: which references of a backend become paths of the gateway. */
class OriginReferencesTest {

    private final OriginReferences swapped =
            new OriginReferences(new HttpHost("http", "internal", 8001), "/base/api/v1", "/api/v1/budget");

    @ParameterizedTest
    @CsvSource({
        "http://internal:8001/base/api/v1/x, /api/v1/budget/x",
        "http://internal:8001/base/api/v1/x/?a=%20&b#c, /api/v1/budget/x/?a=%20&b#c",
        "http://internal:8001/base/api/v1, /api/v1/budget",
        "http://internal:8001/base/api/v1?a, /api/v1/budget?a",
        "http://internal:8001/base/api/v1#a?b, /api/v1/budget#a?b",
        "HTTP://INTERNAL:8001/base/api/v1/X, /api/v1/budget/X",
        "http://internal:08001/base/api/v1/x, /api/v1/budget/x",
        "//internal:8001/base/api/v1/x, /api/v1/budget/x",
        "http://internal:8001/base/api/v1//evil.example, /api/v1/budget//evil.example"
    })
    void aReferenceToTheInstanceBecomesAPublicPath(String reference, String shown) {
        assertThat(swapped.shown(reference)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "https://internal:8001/base/api/v1/x",
        "http://internal/base/api/v1/x",
        "http://internal:80010/base/api/v1/x",
        "http://internal:8001x/base/api/v1/x",
        "http://internal:/base/api/v1/x",
        "http://internal.example:8001/base/api/v1/x",
        "http://user@internal:8001/base/api/v1/x",
        "http://internal:8001@evil.example/base/api/v1/x",
        "http://evil.example/http://internal:8001/base/api/v1/x",
        "http://internal:8001/base/api/v10/x",
        "http://internal:8001/base/api/x",
        "http://internal:8001/",
        "http://internal:8001",
        "http://internal:8001/base/api/v1/../x",
        "http://internal:8001/base/api/v1/%2e%2E/x",
        "http://internal:8001/base/api/v1/\\evil",
        "http:/internal:8001/base/api/v1/x",
        "ftp://internal:8001/base/api/v1/x",
        "/base/api/v1/x",
        "x",
        "?a=http://internal:8001/base/api/v1/x",
        "'  http://internal:8001/base/api/v1/x'",
        "''"
    })
    void anyOtherReferenceStaysAsItIs(String reference) {
        assertThat(swapped.shown(reference)).isEqualTo(reference);
    }

    @ParameterizedTest
    @CsvSource({
        "http, internal, -1, http://internal/x, /shop/x",
        "http, internal, -1, http://internal:80/x, /shop/x",
        "https, internal, -1, https://internal:443/x, /shop/x",
        "https, internal, 443, https://internal/x, /shop/x",
        "https, internal, 8443, https://internal/x, https://internal/x",
        "http, ::1, 81, http://[::1]:81/x, /shop/x",
        "http, internal, -1, http://internal/, /shop/",
        "http, internal, -1, http://internal, /shop/"
    })
    void theSchemesPortNeedNotBeWritten(String scheme, String host, int port, String reference, String shown) {
        OriginReferences stripped = new OriginReferences(new HttpHost(scheme, host, port), "/", "/shop");

        assertThat(stripped.shown(reference)).isEqualTo(shown);
    }

    @Test
    void aRouteWithoutAPrefixKeepsThePath() {
        OriginReferences plain = new OriginReferences(new HttpHost("http", "internal", 81), "", "");

        assertThat(plain.shown("http://internal:81/x?y")).isEqualTo("/x?y");
        assertThat(plain.shown("http://internal:81//evil.example/")).isEqualTo("http://internal:81//evil.example/");
    }
}
