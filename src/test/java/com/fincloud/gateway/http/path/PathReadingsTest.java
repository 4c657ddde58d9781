package com.fincloud.gateway.http.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.13: what a path could be read as. */
class PathReadingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/b/", "/a%20b", "/caf%C3%A9", "/a%25b", "/%2541", "/a+b", "/A"})
    void aPathWithOneReading(String path) {
        assertThat(PathReadings.of(path)).containsExactly(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/%61%5F%2d%7e, /a_-~",
        "/a%2Fb, /a/b",
        "/a%2fb%20, /a/b%20",
        "/a;x=1/b;y, /a/b",
        "/a;x, /a",
        "/;x/a, //a",
        "/;x/a, /a",
        "/a//b///c, /a/b/c",
        "/%40a, /@a",
        "/a%3Bx/b, /a;x/b",
        "/a%3Bx/b, /a/b",
        "/a;x%2Fb/c, /a/c",
        "/a;x%2Fb/c, /a/b/c",
        "/%61;%62%2f%2fc, /a",
        "/%61;%62%2f%2fc, /a/c",
        "/%61;%62%2f%2fc, /a;b//c",
        "/%2541%2f, /%2541/"
    })
    void aPathWithMore(String path, String reading) {
        assertThat(PathReadings.of(path)).contains(path, reading);
    }

    @ParameterizedTest
    @CsvSource({"/%252f, /%2f", "/%2541, /A", "/A, /a", "/a%20, '/a '"})
    void whatIsNoReading(String path, String other) {
        assertThat(PathReadings.of(path)).doesNotContain(other);
    }
}
