package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 1.2. */
class ProductionSettingsTest {

    private static final String LONG_SECRET = "0123456789abcdef".repeat(4);

    private static GatewaySettings production(String... namesAndValues) {
        String[] all = new String[namesAndValues.length + 4];
        all[0] = "ENVIRONMENT";
        all[1] = "production";
        all[2] = "JWT_SECRET";
        all[3] = LONG_SECRET;
        System.arraycopy(namesAndValues, 0, all, 4, namesAndValues.length);
        return Settings.read(all);
    }

    @Test
    void safeSettingsAreAccepted() {
        assertThat(production().production()).isTrue();
        assertThat(production("REVOCATION_REDIS_URL", "redis://revocations").unsafe())
                .isEmpty();
        assertThat(production("ENVIRONMENT", "Production").production()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "redis://localhost:6379/4",
                "redis://localhost:6379/5",
                "redis://:other@localhost:6379",
                "redis://u:p@localhost:6379/"
            })
    void revocationsThatShareTheLimitersRedisAreTold(String url) {
        assertThat(production("REVOCATION_REDIS_URL", url).unsafe())
                .singleElement()
                .asString()
                .startsWith("REVOCATION_REDIS_URL: ")
                .contains("clients can fill");
        assertThat(Settings.read("REVOCATION_REDIS_URL", url).unsafe()).noneMatch(told -> told.contains("REVOCATION"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"your-secret-key-change-in-production", "", "\"your-secret-key-change-in-production\""})
    void theDefaultSecretIsRefused(String secret) {
        assertThatThrownBy(() -> production("JWT_SECRET", secret))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("JWT_SECRET=(secret) is not usable: ENVIRONMENT=production")
                .hasMessageContaining("default secret")
                .hasMessageNotContaining("your-secret-key");
    }

    @ParameterizedTest
    @CsvSource({"HS256, 32", "HS384, 48", "HS512, 64"})
    void aSecretShorterThanTheHashIsRefused(String algorithm, int bytes) {
        String enough = LONG_SECRET.substring(0, bytes);

        assertThat(production("JWT_ALGORITHM", algorithm, "JWT_SECRET", enough)
                        .jwt()
                        .secret())
                .isEqualTo(enough);
        assertThatThrownBy(() -> production("JWT_ALGORITHM", algorithm, "JWT_SECRET", enough.substring(1)))
                .hasMessageContaining("at least " + bytes + " bytes")
                .hasMessageNotContaining(enough.substring(1));
    }

    @Test
    void aSecretIsMeasuredInBytes() {
        assertThat(production("JWT_SECRET", "\u00e9".repeat(16))).isNotNull();
    }

    @Test
    void theSecretDoesNotMatterToAnAlgorithmWithAPublicKey() {
        assertThat(production("JWT_ALGORITHM", "RS256", "JWT_PUBLIC_KEY", "key.pem", "JWT_SECRET", ""))
                .isNotNull();
    }

    @Test
    void anyOriginWithCredentialsIsRefused() {
        assertThatThrownBy(() -> production("CORS_ORIGINS", "*"))
                .hasMessageStartingWith("CORS_ORIGINS=* is not usable: ENVIRONMENT=production");
        assertThatThrownBy(() -> production("CORS_ORIGINS", "https://a, *")).hasMessageStartingWith("CORS_ORIGINS=");
        assertThat(production("CORS_ORIGINS", "*", "CORS_ALLOW_CREDENTIALS", "false"))
                .isNotNull();
    }

    @Test
    void aKeySetOverHttpIsRefused() {
        for (String url : new String[] {"http://issuer/keys", "HTTP://127.0.0.1/keys"}) {
            assertThatThrownBy(() -> production("JWT_ALGORITHM", "ES256", "JWT_JWKS_URL", url))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith("JWT_JWKS_URL=" + url + " is not usable: ENVIRONMENT=production");
            assertThat(Settings.read("JWT_ALGORITHM", "ES256", "JWT_JWKS_URL", url)
                            .unsafe())
                    .singleElement()
                    .asString()
                    .startsWith("JWT_JWKS_URL: over http");
        }
        assertThat(production("JWT_ALGORITHM", "ES256", "JWT_JWKS_URL", "https://issuer/keys")
                        .unsafe())
                .noneMatch(told -> told.startsWith("JWT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"development", "test", "staging"})
    void elsewhereTheSameIsAWarning(String environment) {
        GatewaySettings settings = Settings.read("ENVIRONMENT", environment, "CORS_ORIGINS", "*");

        assertThat(settings.unsafe())
                .satisfiesExactlyInAnyOrder(
                        warning ->
                                assertThat(warning).startsWith("JWT_SECRET: ").contains("default secret"),
                        warning -> assertThat(warning).startsWith("CORS_ORIGINS: "));
        assertThat(Settings.read("JWT_SECRET", "short").unsafe())
                .singleElement()
                .asString()
                .contains("at least 32 bytes")
                .doesNotContain("short");
    }
}
