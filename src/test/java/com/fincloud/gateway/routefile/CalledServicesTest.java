package com.fincloud.gateway.routefile;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which service a step of a plain route calls. */
class CalledServicesTest {

    @ParameterizedTest
    @CsvSource({
        "http:stocks?url=http://stocks:1, stocks",
        "http://stocks?url=http://stocks:1, stocks",
        "http://stocks:8001/api?bridgeEndpoint=true, stocks:8001",
        "https://user:pw@stocks/api, stocks",
        "https://[::1]:8443/x, [::1]:8443",
        "http:{{STOCKS}}/x, ",
        "direct:stocks, ",
        "stocks, ",
        "http:, "
    })
    void itIsTheNameOrTheHost(String uri, @Nullable String service) {
        assertThat(CalledServices.service(uri)).isEqualTo(service);
    }
}
