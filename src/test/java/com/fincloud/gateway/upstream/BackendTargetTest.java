package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.settings.GatewaySettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 2, the table, and 2.2. */
class BackendTargetTest {

    private static final Services SERVICES =
            new Services(new GatewaySettings.Breaker(5, Duration.ofSeconds(60), 3), 100, new TestClock());

    @AfterAll
    static void close() {
        SERVICES.close();
    }

    static Backend backend(Services services, String url, String path, String rewrite) {
        Map<String, String> values = Map.of(
                "path", path, "service", "budget", "url", url, "rewrite", rewrite, "methods", "GET", "retries", "0");
        return BackendParameters.of(name -> values.getOrDefault(name, "")).backend(services, Duration.ofSeconds(30));
    }

    private static String target(String url, String prefix, String rewrite, String path, String query) {
        Backend backend = backend(SERVICES, url, prefix, rewrite);
        return backend.target(backend.instances().first(), path, query.equals("none") ? null : query);
    }

    @Test
    void eachInstanceIsShownWithItsOwnScheme() {
        Backend backend = backend(SERVICES, "http://a:1,https://b/base,h2c://c:3", "/p", "");

        assertThat(backend.urls("/p/x", "q"))
                .containsExactly("http://a:1/p/x?q", "https://b/base/p/x?q", "h2c://c:3/p/x?q");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/budget/x, /api/v1/x",
        "/api/v1/budget/, /api/v1/",
        "/api/v1/budget, /api/v1",
        "/api/v1/budget/a/b/c, /api/v1/a/b/c",
        "/api/v1/budget/a/, /api/v1/a/",
        "/api/v1/budget/a//b, /api/v1/a//b",
        "/api/v1/budget/api/v1/budget/x, /api/v1/api/v1/budget/x",
        "/api/v1/budget/caf%C3%A9, /api/v1/caf%C3%A9",
        "/api/v1/budget/a%2Fb, /api/v1/a%2Fb",
        "/api/v1/budget/a%20b+c, /api/v1/a%20b+c",
        "/api/v1/budget/x;v=1/y, /api/v1/x;v=1/y",
        "/api/v1/budget/%41, /api/v1/%41",
        "/api/v1/budget/$1\\, /api/v1/$1\\"
    })
    void thePrefixIsSwappedAndTheRestStaysByteForByte(String path, String expected) {
        assertThat(target("http://budget:8001", "/api/v1/budget", "/api/v1", path, "none"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/accounts, /api/v1/accounts/",
        "/api/v1/accounts/, /api/v1/accounts/",
        "/api/v1/accounts/5, /api/v1/accounts/5",
        "/api/v1/accounts/5/, /api/v1/accounts/5/",
        "/api/v1/accounts//5, /api/v1/accounts//5"
    })
    void onlyTheBareCollectionGetsASlash(String path, String expected) {
        assertThat(target("http://budget:8001", "/api/v1/accounts", "/api/v1/accounts/", path, "none"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/auth/login", "/api/v1/auth", "/api/v1/auth/", "/api/v1/auth/a%2fb"})
    void withoutARewriteThePathIsUnchanged(String path) {
        assertThat(target("http://budget:8001", "/api/v1/auth", "", path, "none"))
                .isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "http://budget:8001/, '', /shop/x, /shop/x",
        "http://budget:8001/base, '', /shop/x, /base/shop/x",
        "http://budget:8001/base/, '', /shop/x, /base/shop/x",
        "http://budget:8001/base/v%202, '', /shop/x, /base/v%202/shop/x",
        "http://budget:8001/base, /, /shop/x, /base/x",
        "http://budget:8001/base, /, /shop, /base/",
        "http://budget:8001, /, /shop/x, /x",
        "http://budget:8001, /, /shop, /",
        "http://budget:8001, /v2, /shop, /v2"
    })
    void theInstancesBasePathComesFirst(String url, String rewrite, String path, String expected) {
        assertThat(target(url, "/shop", rewrite, path, "none")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "a=1&a=2&b=, /v2/x?a=1&a=2&b=",
        "a=%20+%2B&c, /v2/x?a=%20+%2B&c",
        "'', /v2/x?",
        "a=b?c=d, /v2/x?a=b?c=d",
        "none, /v2/x"
    })
    void theQueryIsUnchanged(String query, String expected) {
        assertThat(target("http://budget:8001", "/shop", "/v2", "/shop/x", query))
                .isEqualTo(expected);
    }

    @Test
    void theHostIsTheInstances() {
        Backend backend = backend(SERVICES, "https://budget.example/base", "/shop", "");

        assertThat(backend.instances().first().host()).hasToString("https://budget.example");
    }
}
