package com.fincloud.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.server.wire.WireFields;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.tomcat.util.http.MimeHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 3.1. */
class RequestIdTest {

    private static final String GOOD = "123e4567-e89b-12d3-a456-426614174000";

    private static String idFor(String... sent) {
        MimeHeaders headers = new MimeHeaders();
        headers.addValue("X-Other").setString(GOOD);
        for (String value : sent) {
            headers.addValue("x-Request-ID").setString(value);
        }
        return RequestId.of(new WireFields(headers));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GOOD,
                "123E4567-E89B-12D3-A456-426614174000",
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff"
            })
    void aClientsUuidIsKeptAsItIs(String sent) {
        assertThat(idFor(sent)).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "my-request",
                "123e4567e89b12d3a456426614174000",
                "{123e4567-e89b-12d3-a456-426614174000}",
                "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
                "123e4567-e89b-12d3-a456-42661417400",
                "123e4567-e89b-12d3-a456-4266141740000",
                "123e4567-e89b-12d3-a456-42661417400g",
                "123e4567-e89b-12d3-a456-42661417400 ",
                " 23e4567-e89b-12d3-a456-426614174000",
                "123e4567_e89b_12d3_a456_426614174000",
                "123e4567-e89b-12d3-a4564-26614174000",
                "123e4567-e89b-12d3-a456-42661417\r\n00",
                "\uff11\uff11\uff11e4567-e89b-12d3-a456-426614174000",
                "--------------------------------------"
            })
    void anythingElseIsReplacedByANewOne(String sent) {
        assertThat(idFor(sent)).isNotEqualTo(sent).matches(RequestId::isUuid);
    }

    @Test
    void withoutOneAClientGetsANewOne() {
        assertThat(UUID.fromString(idFor()).version()).isEqualTo(4);
        assertThat(UUID.fromString(idFor()).variant()).isEqualTo(2);
    }

    @Test
    void whoSendsTwoGetsANewOne() {
        String other = "123e4567-e89b-12d3-a456-426614174001";

        assertThat(idFor(GOOD, other)).isNotIn(GOOD, other);
        assertThat(idFor(GOOD, GOOD)).isNotEqualTo(GOOD);
    }

    @Test
    void newOnesDiffer() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(RequestId.random().toString());
        }

        assertThat(ids).hasSize(10_000);
    }
}
