package com.fincloud.gateway.settings.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.settings.Variable;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 4. */
class PublicPathsTest {

    private static final PublicPaths DEFAULT = new PublicPaths(Values.list(Variable.PUBLIC_PATHS.defaultValue()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/health",
                "/docs",
                "/redoc",
                "/openapi.json",
                "/api/v1/status",
                "/api/v1/health",
                "/api/v1/health/",
                "/api/v1/health/live",
                "/api/v1/health/a/b/c",
                "/api/v1/auth/register",
                "/api/v1/auth/login",
                "/api/v1/auth/refresh",
                "/api/v1/auth/password-reset",
                "/api/v1/auth/password-reset/confirm"
            })
    void aPublicPathNeedsNoToken(String path) {
        assertThat(DEFAULT.contains(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "//",
                "/docsx",
                "/docs/",
                "/docs/x",
                "/health/",
                "/health/live",
                "/Health",
                "/openapi.jsonx",
                "/openapi_json",
                "/api/v1/statusx",
                "/api/v1/status/x",
                "/api/v1/healthx",
                "/api/v1/healt",
                "/api/v1/HEALTH/live",
                "/api/v1/%68ealth",
                "/api/v1/auth",
                "/api/v1/auth/",
                "/api/v1/auth/loginx",
                "/api/v1/auth/login/",
                "/api/v1/auth/login/x",
                "/api/v1/auth/login;v=1",
                "/api/v1/auth/%6cogin",
                "/api/v1/auth/me",
                "/api/v1/auth/password-resetx",
                "/api/v1/auth/password-rese",
                "/x/api/v1/auth/login",
                "/api/v1/budget/x",
                "api/v1/status"
            })
    void anyOtherPathNeedsOne(String path) {
        assertThat(DEFAULT.contains(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/**", "/a/*"})
    void aPrefixEndsAtASegment(String entry) {
        PublicPaths paths = new PublicPaths(List.of(entry));

        assertThat(List.of("/a", "/a/", "/a/b", "/a/b/c")).allMatch(paths::contains);
        assertThat(List.of("/", "/ab", "/b/a/", "/A/b")).noneMatch(paths::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/**", "/*"})
    void aPrefixOfNothingMeansEveryPath(String entry) {
        PublicPaths paths = new PublicPaths(List.of(entry));

        assertThat(List.of("/", "/a", "/a/b")).allMatch(paths::contains);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "a/b", "**", "/a**", "/a/**/b", "/a//b", "/a b", "/a?b", "/a#b", "/a%2f", "/a\\b", "/a;b"
            })
    void whatIsNoPathIsRefused(String entry) {
        assertThatThrownBy(() -> new PublicPaths(List.of("/ok", entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + entry + "' is no path");
    }
}
