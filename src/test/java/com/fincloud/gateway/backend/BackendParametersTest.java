package com.fincloud.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendParametersTest {

    private static BackendParameters with(String name, String value) {
        Map<String, String> given = new HashMap<>(BackendParameters.OPTIONAL);
        given.put("path", "/shop");
        given.put("service", "shop");
        given.put("url", "http://shop:9000");
        given.put(name, value);
        return BackendParameters.of(parameter -> given.getOrDefault(parameter, ""));
    }

    @Test
    void whatIsLeftOutIsTheGatewaysOwnSetting() {
        BackendParameters parameters = with("path", "/shop");

        assertThat(parameters)
                .isEqualTo(
                        new BackendParameters("/shop", "shop", List.of(URI.create("http://shop:9000")), null, null, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "path, /shop",
        "path, /api/v1/invoices",
        "path, /a.b/c_d/e~f/g-h",
        "path, /a:b@c",
        "path, /...",
        "service, a",
        "service, Shop_2-eu",
        "url, https://shop.example",
        "url, 'http://a:1, http://b:2/base/'",
        "rewrite, /",
        "rewrite, /v2",
        "rewrite, /v2/",
        "rewrite, /v%202",
        "timeout, 1",
        "timeout, 0.5",
        "timeout, 86400",
        "retries, 0",
        "retries, 9",
        "retries, 10",
        "methods, GET",
        "methods, 'get, Post ,DELETE'"
    })
    void aPossibleValueIsAccepted(String name, String value) {
        assertThat(with(name, value)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "path, '', a path of segments",
        "path, /, a path of segments",
        "path, shop, a path of segments",
        "path, /shop/, a path of segments",
        "path, //shop, a path of segments",
        "path, /a//b, a path of segments",
        "path, /a/../b, a path of segments",
        "path, /.., a path of segments",
        "path, /./a, a path of segments",
        "path, /a b, a path of segments",
        "path, /a?b, a path of segments",
        "path, /a%20b, a path of segments",
        "path, /a/{id}, a path of segments",
        "service, '', 'letters, digits'",
        "service, a b, 'letters, digits'",
        "service, a.b, 'letters, digits'",
        "service, ${x}, 'letters, digits'",
        "url, '', one http or https URL",
        "url, shop:9000, one http or https URL",
        "url, ftp://shop, one http or https URL",
        "url, http://, one http or https URL",
        "url, http://shop?x=1, one http or https URL",
        "url, http://shop#x, one http or https URL",
        "url, http://shop:99999, one http or https URL",
        "url, 'http://shop,nothing', one http or https URL",
        "url, http://sh op, one http or https URL",
        "rewrite, v2, a path that begins with /",
        "rewrite, /a b, a path that begins with /",
        "rewrite, /a?b=c, a path that begins with /",
        "rewrite, /{id}, a path that begins with /",
        "timeout, 0, seconds above 0",
        "timeout, -1, seconds above 0",
        "timeout, 30s, seconds above 0",
        "timeout, 86401, seconds above 0",
        "timeout, 1e3, seconds above 0",
        "retries, -1, 0 to 10",
        "retries, 11, 0 to 10",
        "retries, x, 0 to 10",
        "retries, 1.5, 0 to 10",
        "methods, TRACE, a comma list of",
        "methods, CONNECT, a comma list of",
        "methods, FETCH, a comma list of"
    })
    void anImpossibleValueIsRefusedWithItsNameAndWhatIsAccepted(String name, String value, String accepted) {
        assertThatThrownBy(() -> with(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + "=" + value + " is not usable (accepted: ")
                .hasMessageContaining(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:hunter2@shop",
        "http://user:hun/ter2@shop",
        "http://user:hun ter2@shop",
        "'http://a,http://:hunter2@b'"
    })
    void aPasswordInAUrlIsRefusedAndNotShown(String url) {
        assertThatThrownBy(() -> with("url", url))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("url=http://***@")
                .doesNotContain("ter2");
    }

    @Test
    void oneImpossibleMethodIsEnough() {
        assertThatThrownBy(() -> with("methods", "GET,FETCH"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("methods=FETCH is not usable");
    }

    @Test
    void valuesAreReadWithTheirUnits() {
        assertThat(with("timeout", "2.5").timeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(with("retries", "10").retries()).isEqualTo(10);
        assertThat(with("retries", "").retries()).isZero();
        assertThat(with("rewrite", "/v2/").rewrite()).isEqualTo("/v2/");
        assertThat(with("url", "http://a:1, http://b:2/base/").urls())
                .containsExactly(URI.create("http://a:1"), URI.create("http://b:2/base"));
    }
}
