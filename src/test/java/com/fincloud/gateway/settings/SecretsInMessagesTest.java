package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 1.1: a message shows the value, never a secret's. */
class SecretsInMessagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    REDIS_URL            | redis://:hunter2@h:99999
                    REDIS_URL            | redis://user:hunter2@
                    REDIS_URL            | redis://:hun/ter2@h
                    REDIS_URL            | redis://:hun@ter2@h
                    REDIS_URL            | redis://:hun,ter2@h
                    REDIS_URL            | redis://:hun#ter2@h
                    REDIS_URL            | redis:/:hunter2@h
                    REVOCATION_REDIS_URL | redis://:hunter2@h:99999
                    REDIS_URL            | :hunter2@h:6379
                    REDIS_URL            | redis://:a@h1,redis://:hunter2@
                    REDIS_URL            | redis-sentinel://:hunter2@h
                    BUDGET_SERVICE_URL   | http://user:hunter2@h
                    BUDGET_SERVICE_URL   | http://user:hun ter2@h
                    BUDGET_SERVICE_URL   | http://a,http://user:hun/ter2@h
                    CORS_ORIGINS         | https://user:hunter2@app.example
                    CORS_ORIGINS         | https://a,https://user:hun/ter2@app.example
                    """)
    void aUrlsPasswordIsNotShown(Variable variable, String value) {
        assertThatThrownBy(() -> Settings.read(variable.name(), value))
                .isInstanceOf(SettingsException.class)
                .message()
                .startsWith(variable.name() + "=")
                .contains("***@")
                .doesNotContain("ter2");
    }

    @Test
    void theHmacSecretIsNeverShown() {
        assertThat(Variable.JWT_SECRET.shown("hunter2")).isEqualTo("(secret)");
        assertThat(new SettingsException(Variable.JWT_SECRET, "hunter2", "why")).hasMessageNotContaining("hunter2");
        assertThat(Settings.read("JWT_SECRET", "hunter2").jwt()).asString().doesNotContain("hunter2");
        assertThat(Settings.read("JWT_SECRET", "hunter2")).asString().doesNotContain("hunter2");
    }

    @Test
    void aPrivateKeyInThePlaceOfAPublicOneIsNotShown() {
        String key = "-----BEGIN PRIVATE KEY-----\nMIIhunter2\n-----END PRIVATE KEY-----";

        assertThat(new SettingsException(Variable.JWT_PUBLIC_KEY, key, "it is private"))
                .hasMessageStartingWith("JWT_PUBLIC_KEY=(private key) is not usable: it is private");
    }

    @Test
    void whatIsNoSecretIsShown() {
        assertThat(Variable.REDIS_URL.shown("redis://h:1x/4")).isEqualTo("redis://h:***");
        assertThat(Variable.REDIS_URL.shown("redis://h:99999/4")).isEqualTo("redis://h:99999/4");
        assertThat(Variable.REDIS_URL.shown("redis://:hunter2/4")).isEqualTo("redis://:***");
        assertThat(Variable.JWT_JWKS_URL.shown("ftp://h/keys?key=hunter2")).isEqualTo("ftp://h/keys?***");
        assertThat(Variable.SERVICE_NAME.shown("a\nb\u0000" + "c".repeat(1000)))
                .hasSize(203)
                .doesNotContain("\n");
        assertThat(Variable.REDIS_URL.shown("redis://:a@h1,redis://:b@h2:x")).isEqualTo("redis://***@h2:x");
        assertThat(Variable.REDIS_URL.shown(null)).isEmpty();
    }
}
