package com.fincloud.gateway.http.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A route's path has one form. */
class RoutePathTest {

    @ParameterizedTest
    @CsvSource({"'', /", "/, /", "//, /", "a, /a", "/a, /a", "/a/, /a", "a/b//, /a/b", "//a//b, /a/b", "/{x}/, /{x}"})
    void oneSlashInFrontNoneBehindNoneDoubled(String declared, String canonical) {
        assertThat(RoutePath.canonical(declared)).isEqualTo(canonical);
        assertThat(RoutePath.fault(canonical)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%62", "/a%2Fb", "/a;b", "/a/./b", "/..", "/a b", "/é", "/a{x}", "/{x", "/{x}{y}", "/a?b", "/a\\b"
            })
    void whatHasNoSingleReadingIsAFault(String path) {
        assertThat(RoutePath.fault(path)).contains("path=" + path + " is not usable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a-b_c.d~e", "/@me", "/a:b", "/a,b=c", "/.well-known", "/...", "/{x}/b/{y}"})
    void otherPathsAreGood(String path) {
        assertThat(RoutePath.fault(path)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"/, /", "/a, /a", "/{x}, /{}", "/a/{x}/b/{longer-name}, /a/{}/b/{}", "/a{x}/{y, /a{x}/{y"})
    void namesMakeNoDifference(String path, String place) {
        assertThat(RoutePath.withoutNames(path)).isEqualTo(place);
    }
}
