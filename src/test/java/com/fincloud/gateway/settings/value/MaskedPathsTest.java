package com.fincloud.gateway.settings.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.settings.Variable;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reset token in a path is shown in no spelling. */
class MaskedPathsTest {

    private static final MaskedPaths DEFAULT = new MaskedPaths(Values.list(Variable.LOG_MASKED_PATHS.defaultValue()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/auth/password-reset/SECRET",
                "/api/v1/auth/password-reset/SECRET/confirm",
                "/api/v1/%61uth/password-reset/SECRET",
                "/api/v1/%2561uth/password-reset/SECRET",
                "/api/v1/auth/password%2Dreset/SECRET",
                "/api/v1/auth%2Fpassword-reset%2FSECRET",
                "//api/v1//auth/password-reset//SECRET",
                "/api/v1/auth;a=b/password-reset;x/SECRET",
                "/api/v1/auth/password-reset/;x/SECRET",
                "/api/v1/./auth/password-reset/SECRET",
                "/api/v1/x/../auth/password-reset/SECRET",
                "/api/v1/x/..;y/auth/password-reset/SECRET",
                "/api\\v1\\auth\\password-reset\\SECRET",
                "/API/V1/Auth/Password-Reset/SECRET",
                "/api/v1/auth/password-reset/SECRET%zz",
                "/api/v1/auth/password-reset;SECRET",
                "/api/v1/auth/password-reset/..%2fSECRET",
                "/api/v1/auth/password-reset%SECRET",
                "/api/v1/auth/password-reset%3bSECRET",
                "/api/v1/auth/password-reset%20/SECRET",
                "api/v1/auth/password-reset/SECRET",
                "/x//api/v1/auth/password-reset/SECRET"
            })
    void whatIsBelowAPatternIsMaskedInEachSpelling(String path) {
        assertThat(DEFAULT.shown(path)).isEqualTo("/api/v1/auth/password-reset/***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "*",
                "/api/v1/auth/password-reset",
                "/api/v1/auth/password-reset/",
                "/api/v1/auth/password-resets/x",
                "/api/v1/auth/password-reset//",
                "/api/v1//password-reset/x",
                "/help/password-reset/a%20b",
                "/api/v1/auth/login",
                "/api/v1/budget/a%20b;c//d",
                "/%"
            })
    void everyOtherPathIsShownAsItWasSent(String path) {
        assertThat(DEFAULT.shown(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x/**", "/x", "/x/*", "/**", "/a*b/**", "/a//b/**", "/%61/**", "/a;b/**"})
    void whatIsNoPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> new MaskedPaths(List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern);
    }
}
