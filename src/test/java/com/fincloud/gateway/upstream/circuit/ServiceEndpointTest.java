package com.fincloud.gateway.upstream.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.TestRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 6.6: an endpoint is the method, the route and the first segment below the prefix. */
class ServiceEndpointTest {

    @ParameterizedTest
    @CsvSource({
        "/api/v1/budget, /api/v1/budget/fail/7, fail",
        "/api/v1/budget, /api/v1/budget/fail, fail",
        "/api/v1/budget, /api/v1/budget, ''",
        "/api/v1/budget, /api/v1/budget/, ''",
        "/api/v1/{name}/x, /api/v1/any/x/deep/er, deep",
        "/api/v1/budget/, /api/v1/budget/fail, fail",
        "/, /fail/x, fail",
        "/a/b/c/d, /a, ''",
        "/api, /api/f%61il;v=1/x, fail",
        "/api, /api/%zz, %zz",
        "/api, /api/4711, {id}",
        "/api, /api/e1, e1",
        "/api, /api/3f1c2a90-11aa-4bcd-8a00-0123456789ab, {id}",
    })
    void theFirstSegmentBelowThePrefixHasOneSpelling(String prefix, String path, String segment) {
        RequestContext context = TestRequest.of("GET", path).read();
        context.matched(prefix);

        assertThat(ServiceEndpoint.of("GET", context, null)).isEqualTo(new ServiceEndpoint("GET", "", segment));
    }

    @Test
    void aLongSegmentIsCut() {
        RequestContext context =
                TestRequest.of("GET", "/api/" + "x".repeat(5_000)).read();
        context.matched("/api");

        assertThat(ServiceEndpoint.of("GET", context, null).segment()).hasSize(64);
    }

    @Test
    void aFixedPathIsAnEndpoint() {
        assertThat(ServiceEndpoint.of("GET", null, "/api/v1/x").segment()).isEqualTo("/api/v1/x");
        assertThat(ServiceEndpoint.of("GET", null, null)).isEqualTo(new ServiceEndpoint("GET", "", ""));
    }
}
