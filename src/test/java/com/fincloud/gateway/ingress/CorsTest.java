package com.fincloud.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.TestRequest;
import com.fincloud.gateway.server.GatewayResponse;
import com.fincloud.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.coyote.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 8. */
class CorsTest {

    private static final String APP = "https://app.example";

    private static Cors cors(boolean credentials, String... origins) {
        List<String> all = List.of(origins);
        return new Cors(new GatewaySettings.Cors(all, all.contains("*"), credentials));
    }

    private static Map<String, String> marked(Cors cors, TestRequest call) {
        RequestContext read = call.read();
        cors.mark(read);
        return read.headers().toClient();
    }

    private static TestRequest preflight(String origin) {
        return TestRequest.of("OPTIONS", "/api/v1/budget/x")
                .with("Origin", origin)
                .with("Access-Control-Request-Method", "PATCH");
    }

    private static Response answered(Cors cors, TestRequest call) throws IOException {
        RequestContext read = call.read();
        Response response = call.request().getResponse();
        cors.mark(read);
        cors.preflight(read, new GatewayResponse(call.request(), response, read));
        return response;
    }

    @Test
    void anAnswerToAnAllowedOriginNamesItAndWhatMayBeRead() {
        Map<String, String> headers =
                marked(cors(true, APP), TestRequest.of("GET", "/x").with("Origin", APP));

        assertThat(headers)
                .containsEntry("Access-Control-Allow-Origin", APP)
                .containsEntry("Access-Control-Allow-Credentials", "true")
                .containsEntry("Vary", "Origin");
        assertThat(headers.getOrDefault("Access-Control-Expose-Headers", "").split(", ", -1))
                .containsExactlyInAnyOrder(
                        "X-Request-ID",
                        "X-Process-Time",
                        "Retry-After",
                        "X-RateLimit-Limit",
                        "X-RateLimit-Remaining",
                        "X-RateLimit-Reset",
                        "X-RateLimit-Limit-Minute",
                        "X-RateLimit-Remaining-Minute",
                        "X-RateLimit-Limit-Hour",
                        "X-RateLimit-Remaining-Hour",
                        "X-RateLimit-Limit-Day",
                        "X-RateLimit-Remaining-Day",
                        "X-RateLimit-Limit-Month",
                        "X-RateLimit-Remaining-Month",
                        "RateLimit-Policy",
                        "RateLimit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "https://evil.example",
                "http://app.example",
                "https://app.example.evil",
                "https://app.example:443",
                "https://app.example/",
                "https://appXexample",
                "https://evil.example, https://app.example"
            })
    void anyOtherOriginGetsNoCorsHeader(String origin) {
        assertThat(marked(cors(true, APP), TestRequest.of("GET", "/x").with("Origin", origin)))
                .isEqualTo(Map.of("Vary", "Origin"));
    }

    @Test
    void withoutAnOriginThereIsNothingToSay() {
        assertThat(marked(cors(true, APP), TestRequest.of("GET", "/x"))).isEmpty();
    }

    @Test
    void withoutCredentialsTheyAreNotAllowed() {
        assertThat(marked(cors(false, APP), TestRequest.of("GET", "/x").with("Origin", APP)))
                .containsEntry("Access-Control-Allow-Origin", APP)
                .doesNotContainKey("Access-Control-Allow-Credentials");
    }

    @Test
    void anOriginIsComparedAsBrowsersWriteItInLowerCase() {
        assertThat(marked(
                        cors(true, "HTTPS://App.example"),
                        TestRequest.of("GET", "/x").with("Origin", APP)))
                .containsEntry("Access-Control-Allow-Origin", APP);
        assertThat(marked(cors(true, APP), TestRequest.of("GET", "/x").with("Origin", "https://APP.example")))
                .doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void anyOriginIsAnsweredByItsNameNotByAStar() {
        assertThat(marked(cors(false, "*"), TestRequest.of("GET", "/x").with("Origin", "https://any.example")))
                .containsEntry("Access-Control-Allow-Origin", "https://any.example");
    }

    @Test
    void onlyOptionsWithAnOriginAndAMethodIsAPreflight() {
        assertThat(Cors.isPreflight(preflight(APP).read())).isTrue();
        assertThat(Cors.isPreflight(TestRequest.of("OPTIONS", "/x").read())).isFalse();
        assertThat(Cors.isPreflight(
                        TestRequest.of("OPTIONS", "/x").with("Origin", APP).read()))
                .isFalse();
        assertThat(Cors.isPreflight(TestRequest.of("OPTIONS", "/x")
                        .with("Access-Control-Request-Method", "GET")
                        .read()))
                .isFalse();
        assertThat(Cors.isPreflight(TestRequest.of("GET", "/x")
                        .with("Origin", APP)
                        .with("Access-Control-Request-Method", "GET")
                        .read()))
                .isFalse();
    }

    @Test
    void aPreflightOfAnAllowedOriginIsAnsweredWithWhatItAsksFor() throws IOException {
        Response response = answered(
                cors(true, APP), preflight(APP).with("Access-Control-Request-Headers", "authorization, x-api-key"));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getMimeHeaders().getHeader("Access-Control-Allow-Origin"))
                .isEqualTo(APP);
        assertThat(response.getMimeHeaders().getHeader("Access-Control-Allow-Credentials"))
                .isEqualTo("true");
        assertThat(response.getMimeHeaders().getHeader("Access-Control-Allow-Methods"))
                .isEqualTo("PATCH");
        assertThat(response.getMimeHeaders().getHeader("Access-Control-Allow-Headers"))
                .isEqualTo("authorization, x-api-key");
        assertThat(response.getMimeHeaders().getHeader("Access-Control-Max-Age"))
                .isEqualTo("600");
        assertThat(response.getMimeHeaders().getHeader("Access-Control-Expose-Headers"))
                .isNull();
        assertThat(response.getMimeHeaders().getHeader("Vary"))
                .isEqualTo("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    }

    @Test
    void aPreflightThatAsksForNoHeadersIsAllowedNone() throws IOException {
        assertThat(answered(cors(true, APP), preflight(APP)).getMimeHeaders().getHeader("Access-Control-Allow-Headers"))
                .isNull();
    }

    @Test
    void aPreflightOfAnotherOriginIsRefused() {
        assertThatThrownBy(() -> answered(cors(true, APP), preflight("https://evil.example")))
                .isInstanceOfSatisfying(GatewayException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(GatewayError.ORIGIN_REFUSED));
    }
}
