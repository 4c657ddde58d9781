package com.fincloud.gateway.http.header;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.openapi.Precondition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients say about content codings (RFC 9110 section 12.5.3), and about the versions that they have (section 13.1.2). */
class AcceptedCodingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "x-gzip",
                "br, gzip",
                "br;q=1.0, gzip;q=0.8, *;q=0.1",
                "gzip ; q=0.5",
                "gzip;Q=1",
                "gzip;q=1.000",
                "gzip;q=0.001",
                "gzip;q=1.",
                "*",
                "*;q=0.5",
                "identity;q=0, gzip;q=0.1",
                "identity;q=0.5, gzip;q=0.5",
                "compress,,gzip,"
            })
    void whoTakesGzipGetsIt(String field) {
        assertThat(AcceptedCodings.of(List.of(field)).prefersGzip()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "br",
                "gzip;q=0",
                "gzip;q=0.000",
                "*, gzip;q=0",
                "gzip, gzip;q=0",
                "identity, gzip;q=0.5",
                "*;q=0",
                "gzipped",
                "gzip;q=0.1x",
                "gzip;q=0.0001",
                "gzip;q=2",
                "gzip;q=1.001",
                "gzip;q=",
                "gzip;q",
                "gzip;level=9",
                "gzip;q=-1"
            })
    void whoRefusesItOrDoesNotSayGetsTheBytesAsTheyAre(String field) {
        assertThat(AcceptedCodings.of(List.of(field)).prefersGzip()).isFalse();
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(AcceptedCodings.of(List.of("br", "gzip")).prefersGzip()).isTrue();
        assertThat(AcceptedCodings.of(List.of("gzip", "gzip;q=0")).prefersGzip())
                .isFalse();
        assertThat(AcceptedCodings.of(List.of()).prefersGzip()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a\"", "W/\"a\"", "*", "\"b\", \"a\"", "\"x,y\",W/\"a\"", ",\t\"b\" ,, \"a\" ", "b, \"a\""})
    void aVersionIsFoundInAList(String field) {
        assertThat(Precondition.names(field, "\"a\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\"b\"", "\"b,\"a\"\"", "W/*", "\"a", "W/", "w/\"a\"", "\"\"a\"\""})
    void anotherVersionIsNot(String field) {
        assertThat(Precondition.names(field, "\"a\"")).isFalse();
    }
}
