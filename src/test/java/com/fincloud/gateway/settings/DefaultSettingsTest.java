package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.settings.GatewaySettings.Breaker;
import com.fincloud.gateway.settings.GatewaySettings.Cors;
import com.fincloud.gateway.settings.GatewaySettings.OnRedisFailure;
import com.fincloud.gateway.settings.GatewaySettings.RateLimit;
import com.fincloud.gateway.settings.GatewaySettings.Routes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 1, the table of defaults. */
class DefaultSettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SERVICE_NAME                      | api-gateway
                    SERVICE_PORT                      | 8000
                    MANAGEMENT_PORT                   | 8081
                    MANAGEMENT_HOSTS                  | ''
                    REVOCATION_REDIS_URL              | ''
                    MAX_CONNECTIONS_PER_ADDRESS       | 0
                    CLIENT_IDLE_TIMEOUT               | 75
                    CLIENT_HALF_CLOSE_TIMEOUT         | 30
                    WEBSOCKET_IDLE_TIMEOUT            | 300
                    WEBSOCKET_MAX                     | 5000
                    WEBSOCKET_MAX_PER_USER            | 20
                    ENVIRONMENT                       | development
                    LOG_LEVEL                         | info
                    LOG_FORMAT                        | json
                    LOG_MASKED_PATHS                  | /api/v1/auth/password-reset/**
                    JWT_SECRET                        | your-secret-key-change-in-production
                    JWT_ALGORITHM                     | HS256
                    JWT_PUBLIC_KEY                    | ''
                    JWT_JWKS_URL                      | ''
                    JWT_ISSUER                        | ''
                    JWT_AUDIENCE                      | ''
                    JWT_CLOCK_SKEW                    | 0
                    JWT_USER_CLAIM                    | sub
                    JWT_USER_FORMAT                   | integer
                    JWT_EMAIL_CLAIM                   | email
                    JWT_ROLES_CLAIM                   | ''
                    JWT_TYPE_CLAIM                    | type
                    JWT_TYPE_VALUE                    | access
                    JWT_ACCESS_CLAIM                  | ''
                    API_KEYS                          | ''
                    REDIS_URL                         | redis://localhost:6379/4
                    RATE_LIMIT_ENABLED                | true
                    RATE_LIMIT_PER_MINUTE             | 60
                    RATE_LIMIT_PER_HOUR               | 1000
                    RATE_LIMIT_IPV6_PREFIX            | 64
                    RATE_LIMIT_PLANS                  | ''
                    RATE_LIMIT_SHOW_CALLERS           | false
                    RATE_LIMIT_ON_REDIS_FAILURE       | local
                    TRUSTED_PROXIES                   | ''
                    CORS_ORIGINS                      | http://localhost:3000,http://localhost:8000
                    CORS_ALLOW_CREDENTIALS            | true
                    BUDGET_SERVICE_URL                | http://budget-service:8001
                    PORTFOLIO_SERVICE_URL             | http://portfolio-service:8002
                    NOTIFICATION_SERVICE_URL          | http://notification-service:8003
                    CIRCUIT_BREAKER_FAILURE_THRESHOLD | 5
                    CIRCUIT_BREAKER_RECOVERY_TIMEOUT  | 60
                    CIRCUIT_BREAKER_SUCCESS_THRESHOLD | 3
                    CIRCUIT_BREAKER_STATUSES | 500,502,503,504
                    REQUEST_TIMEOUT                   | 30
                    MAX_CALLS_PER_SERVICE             | 1500
                    MAX_REQUEST_BODY                  | 10MB
                    MAX_RESPONSE_BODY_KEPT            | 10MB
                    BODY_SPOOL_DIR                    | ''
                    BODY_SPOOL_MAX                    | 256MB
                    ROUTES_DIR                        | routes
                    ROUTES_RELOAD                     | true
                    EXTENSIONS_DIR                    | extensions
                    """)
    void aVariablesDefaultIsTheContracts(Variable variable, String value) {
        assertThat(variable.defaultValue()).isEqualTo(value);
    }

    @Test
    void nothingButTheDefaultsIsNeeded() {
        GatewaySettings settings = Settings.read();

        assertThat(settings.serviceName()).isEqualTo("api-gateway");
        assertThat(settings.version()).isEqualTo("1.2.3");
        assertThat(settings.production()).isFalse();
        assertThat(settings.logJson()).isTrue();
        assertThat(settings.jwt())
                .isEqualTo(new GatewaySettings.Jwt(
                        "your-secret-key-change-in-production",
                        "HS256",
                        "",
                        "",
                        "",
                        "",
                        Duration.ZERO,
                        GatewaySettings.Claims.FINCLOUD,
                        "",
                        ""));
        assertThat(settings.redisUrl()).isEqualTo("redis://localhost:6379/4");
        assertThat(settings.revocationRedisUrl()).isEqualTo(settings.redisUrl());
        assertThat(settings.rateLimit()).isEqualTo(new RateLimit(true, 60, 1000, 64, "", false, OnRedisFailure.LOCAL));
        assertThat(settings.trustedProxies()).isEmpty();
        assertThat(settings.cors())
                .isEqualTo(new Cors(List.of("http://localhost:3000", "http://localhost:8000"), false, true));
        assertThat(settings.services())
                .isEqualTo(Map.of(
                        "budget", List.of(URI.create("http://budget-service:8001")),
                        "portfolio", List.of(URI.create("http://portfolio-service:8002")),
                        "notification", List.of(URI.create("http://notification-service:8003"))));
        assertThat(settings.breaker()).isEqualTo(new Breaker(5, Duration.ofSeconds(60), 3));
        assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.maxRequestBody()).isEqualTo(10L * 1024 * 1024);
        assertThat(settings.routes()).isEqualTo(new Routes(Path.of("routes"), true, Path.of("extensions")));
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyVariableHasItsDefault(Variable variable) {
        assertThat(Inputs.text(variable, "")).isEqualTo(variable.defaultValue());
        assertThat(Inputs.text(variable, null)).isEqualTo(variable.defaultValue());
    }

    @Test
    void aTextThatOthersCompareIsTakenWithItsBlanksAndQuotes() {
        assertThat(Inputs.text(Variable.JWT_SECRET, " \"x\" ")).isEqualTo(" \"x\" ");
        assertThat(Inputs.text(Variable.JWT_ISSUER, "'x'")).isEqualTo("'x'");
        assertThat(Inputs.text(Variable.SERVICE_PORT, " 8000\t")).isEqualTo("8000");
    }
}
