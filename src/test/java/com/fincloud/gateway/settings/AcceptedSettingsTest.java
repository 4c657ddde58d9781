package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fincloud.gateway.settings.GatewaySettings.OnRedisFailure;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedSettingsTest {

    private static final String ROWS =
            """
            SERVICE_NAME                      | gateway.eu-1_a
            SERVICE_PORT                      | 0 ; 1 ; 65535
            MANAGEMENT_PORT                   | 0 ; 1 ; 65535
            MANAGEMENT_HOSTS                  | * ; gateway ; gateway:8081, gw.example ; 10.0.0.1 ; [::1]:8081
            MAX_CONNECTIONS_PER_ADDRESS       | 0 ; 1 ; 100000
            CLIENT_IDLE_TIMEOUT               | 0.5 ; 75 ; 86400
            CLIENT_HALF_CLOSE_TIMEOUT         | 0 ; 0.5 ; 30 ; 86400
            WEBSOCKET_IDLE_TIMEOUT            | 0.5 ; 300 ; 86400
            WEBSOCKET_MAX                     | 0 ; 5000 ; 100000
            WEBSOCKET_MAX_PER_USER            | 1 ; 20 ; 100000
            REDIS_TIMEOUT                     | 50 ; 100 ; 250
            REVOCATION_REDIS_URL              | redis://h ; redis://a:7000,redis://b:7001 ; redis-sentinel://a,b:26379/4#mymaster
            ENVIRONMENT                       | development ; test ; staging ; Development
            LOG_LEVEL                         | debug ; info ; warn ; warning ; error ; INFO
            LOG_FORMAT                        | json ; text ; JSON
            LOG_MASKED_PATHS                  | none ; /a/** ; /a/b/**, /c/**
            JWT_SECRET                        | x ; p@ss,w/rd:#1 ; Grüße
            JWT_ALGORITHM                     | HS256 ; HS384 ; HS512
            JWT_ISSUER                        | https://issuer.example/
            JWT_AUDIENCE                      | gateway
            JWT_CLOCK_SKEW                    | 0 ; 300
            JWT_USER_CLAIM                    | oid ; /user/id ; /https:~1~1fincloud.example~1id
            JWT_USER_FORMAT                   | integer ; text ; TEXT
            JWT_EMAIL_CLAIM                   | mail ; /user/mail
            JWT_ROLES_CLAIM                   | role ; /realm_access/roles ; https://fincloud.example/roles
            JWT_TYPE_CLAIM                    | typ ; token_use
            JWT_TYPE_VALUE                    | Bearer
            REDIS_URL                         | redis://h ; redis://h:6379 ; redis://h/ ; redis://h:65535/15 ; rediss://h:6380/0
            REDIS_URL                         | redis://:secret@h ; redis://user:p%5E!$@h:1/4 ; redis://[::1]:6379/4
            REDIS_URL                         | redis://a:7000,redis://b:7001 ; redis://:s@a,redis://:s@b:7000
            REDIS_URL                         | redis-sentinel://a,b:26379/4#mymaster ; redis-sentinel://:s@a_b:26379#m
            API_KEYS                          | keys.yaml ; /etc/gateway/keys.yaml
            RATE_LIMIT_ENABLED                | true ; false ; TRUE
            RATE_LIMIT_PER_MINUTE             | 1 ; 1000000000
            RATE_LIMIT_PER_HOUR               | 1 ; 1000000000
            RATE_LIMIT_IPV6_PREFIX            | 32 ; 128
            JWT_JWKS_PROXY                    | http://proxy:3128
            JWT_JWKS_CA                       | /tls/ca.crt
            JWT_ISSUERS                       | issuers.yaml
            DNS_TTL                           | 5 ; 0.5 ; 86400
            BACKEND_CONNECTION_MAX_AGE        | 120 ; 1 ; 86400
            RATE_LIMIT_PLANS                  | plans.yaml ; /etc/gateway/plans.yaml
            RATE_LIMIT_SHOW_CALLERS           | true ; false
            RATE_LIMIT_ON_REDIS_FAILURE       | local ; open ; closed ; Closed
            TRUSTED_PROXIES                   | 10.0.0.0/8 ; 10.0.0.1 ; ::1 ; 10.0.0.0/8, fd00::/8 ,,127.0.0.1
            CORS_ORIGINS                      | * ; https://app.example ; http://a:3000, https://b ; app://localhost
            CORS_ALLOW_CREDENTIALS            | true ; false
            BUDGET_SERVICE_URL                | http://b ; https://b.example:8443/base/ ; HTTP://b ; http://[::1]:8001
            PORTFOLIO_SERVICE_URL             | http://a:1,http://b:2 ; http://10.0.0.1:8002
            NOTIFICATION_SERVICE_URL          | http://a, http://b
            CIRCUIT_BREAKER_FAILURE_THRESHOLD | 1 ; 1000
            CIRCUIT_BREAKER_RECOVERY_TIMEOUT  | 0.001 ; 1 ; 86400
            CIRCUIT_BREAKER_SUCCESS_THRESHOLD | 1 ; 1000
            CIRCUIT_BREAKER_STATUSES          | 500 ; 500, 599 ; none
            REQUEST_TIMEOUT                   | 0.5 ; 30 ; 86400
            MAX_CALLS_PER_SERVICE             | 1 ; 1500 ; 100000
            MAX_REQUEST_BODY                  | 1 ; 10MB ; 1 GB
            MAX_RESPONSE_BODY_KEPT            | 1 ; 10MB ; 1 GB
            BODY_SPOOL_DIR                    | /tmp
            BODY_SPOOL_MAX                    | 0 ; 10MB ; 1 GB
            PUBLIC_PATHS                      | / ; /a,/b/** ; /.well-known/x
            ROUTES_DIR                        | /etc/gateway/routes ; routes with blanks
            ROUTES_RELOAD                     | true ; false
            EXTENSIONS_DIR                    | /app/extensions ; extensions with blanks
            TLS_HTTP2                         | true ; false
            API_DOCS_REFRESH                  | 0 ; 0.5 ; 30 ; 86400
            SHUTDOWN_DELAY                    | 0 ; 25
            OTEL_EXPORTER_OTLP_ENDPOINT       | http://collector:4318 ; https://collector.example/otlp
            OTEL_TRACES_SAMPLER_ARG           | 0 ; 0.05 ; 1 ; 1.0
            OTEL_EXPORTER_OTLP_HEADERS        | api-key=abc ; Authorization=Basic%20eDp5%3D%3D, x=a=b
            OTEL_SERVICE_NAME                 | edge ; Edge of all
            OTEL_RESOURCE_ATTRIBUTES          | deployment.environment=prod ; a=b,c=d%2Ce%20f,g=
            OTEL_PROPAGATORS                  | tracecontext ; b3 ; b3multi, tracecontext,baggage ; B3
            BACKEND_CA                        | /tls/ca.crt
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ROWS)
    void aPossibleValueIsAccepted(Variable variable, String values) {
        for (String value : values.split(" ; ", -1)) {
            assertThatCode(() -> Settings.read(variable.name(), value))
                    .as(value)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void everyVariableHasARow() {
        EnumSet<Variable> tested = EnumSet.of(
                Variable.JWT_PUBLIC_KEY,
                Variable.JWT_JWKS_URL,
                Variable.JWT_ACCESS_CLAIM,
                Variable.TLS_CERTIFICATE,
                Variable.TLS_PRIVATE_KEY,
                Variable.TLS_CLIENT_CA,
                Variable.BACKEND_CERTIFICATE,
                Variable.BACKEND_PRIVATE_KEY,
                Variable.REDIS_SENTINEL_PASSWORD,
                Variable.REDIS_CA,
                Variable.REDIS_CERTIFICATE,
                Variable.REDIS_PRIVATE_KEY);
        ROWS.lines()
                .map(row -> row.substring(0, row.indexOf(' ')))
                .map(Variable::valueOf)
                .forEach(tested::add);

        assertThat(tested).containsExactlyInAnyOrder(Variable.values());
    }

    @Test
    void sentinelsMayHaveAPasswordOfTheirOwn() {
        GatewaySettings settings =
                Settings.read("REDIS_URL", "redis-sentinel://a/4#m", "REDIS_SENTINEL_PASSWORD", " p w ");

        assertThat(settings.redisOptions().sentinelPassword()).isEqualTo(" p w ");
        assertThat(settings.toString()).doesNotContain("p w");
    }

    @Test
    void aPublicKeyGoesWithAnAlgorithmThatNeedsOne() {
        for (String algorithm : "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA".split(" ", -1)) {
            assertThat(Settings.read("JWT_ALGORITHM", algorithm, "JWT_PUBLIC_KEY", "key.pem")
                            .jwt()
                            .publicKey())
                    .isEqualTo("key.pem");
        }
    }

    @Test
    void aCertificateGoesWithItsKey() {
        GatewaySettings settings = Settings.read("TLS_CERTIFICATE", "a.crt", "TLS_PRIVATE_KEY", "a.key");

        assertThat(settings.tls().clients()).isEqualTo(new GatewaySettings.PemFiles("a.crt", "a.key", ""));
    }

    @Test
    void http2GoesWithACertificate() {
        assertThat(Settings.read().tls().http2()).isFalse();
        assertThat(Settings.read("TLS_CERTIFICATE", "a.crt", "TLS_PRIVATE_KEY", "a.key")
                        .tls()
                        .http2())
                .isTrue();
        assertThat(Settings.read("TLS_CERTIFICATE", "a.crt", "TLS_PRIVATE_KEY", "a.key", "TLS_HTTP2", "false")
                        .tls()
                        .http2())
                .isFalse();
    }

    @Test
    void anAuthorityOfRedisGoesWithTls() {
        GatewaySettings settings = Settings.read("REDIS_URL", "rediss://h:6380/4", "REDIS_CA", "ca.crt");

        assertThat(settings.tls().redis()).isEqualTo(new GatewaySettings.PemFiles("", "", "ca.crt"));
    }

    @Test
    void aKeySetGoesInPlaceOfAPublicKey() {
        for (String url :
                List.of("https://issuer/keys", "HTTPS://issuer", "https://[::1]:8443/keys?kind=jwks", "http://a")) {
            GatewaySettings settings = Settings.read("JWT_ALGORITHM", "EdDSA", "JWT_JWKS_URL", url);

            assertThat(settings.jwt().jwksUrl()).isEqualTo(url);
            assertThat(settings.jwt().publicKey()).isEmpty();
        }
    }

    @Test
    void valuesReachTheirPlace() {
        GatewaySettings settings = Settings.read(
                "LOG_FORMAT", "text",
                "ENVIRONMENT", "staging",
                "JWT_CLOCK_SKEW", "5",
                "RATE_LIMIT_ON_REDIS_FAILURE", "closed",
                "RATE_LIMIT_PER_MINUTE", "7",
                "RATE_LIMIT_PER_HOUR", "8",
                "RATE_LIMIT_IPV6_PREFIX", "48",
                "RATE_LIMIT_PLANS", "plans.yaml",
                "RATE_LIMIT_SHOW_CALLERS", "true",
                "TRUSTED_PROXIES", "10.0.0.0/8",
                "CORS_ORIGINS", "*",
                "CORS_ALLOW_CREDENTIALS", "false",
                "BUDGET_SERVICE_URL", "http://a:1/base/, http://b:2",
                "CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "1.5",
                "MAX_REQUEST_BODY", "2KB",
                "PUBLIC_PATHS", "/only",
                "ROUTES_DIR", "elsewhere",
                "EXTENSIONS_DIR", "more",
                "ROUTES_RELOAD", "false",
                "SHUTDOWN_DELAY", "4");

        assertThat(settings.logJson()).isFalse();
        assertThat(settings.production()).isFalse();
        assertThat(settings.jwt().clockSkew()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.rateLimit())
                .isEqualTo(new GatewaySettings.RateLimit(true, 7, 8, 48, "plans.yaml", true, OnRedisFailure.CLOSED));
        assertThat(settings.trustedProxies()).singleElement().satisfies(block -> assertThat(block.contains("10.1.2.3"))
                .isTrue());
        assertThat(settings.cors().anyOrigin()).isTrue();
        assertThat(settings.cors().allowCredentials()).isFalse();
        assertThat(settings.services().get("budget"))
                .isEqualTo(Arrays.asList(URI.create("http://a:1/base"), URI.create("http://b:2")));
        assertThat(settings.breaker().recoveryTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(settings.maxRequestBody()).isEqualTo(2048);
        assertThat(settings.publicPaths().contains("/only")).isTrue();
        assertThat(settings.publicPaths().contains("/health")).isFalse();
        assertThat(settings.routes())
                .isEqualTo(new GatewaySettings.Routes(Path.of("elsewhere"), false, Path.of("more")));
        assertThat(settings.shutdownDelay()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aTypeClaimThatIsSetToNothingIsNone() {
        assertThat(Settings.read("JWT_TYPE_CLAIM", "", "JWT_ACCESS_CLAIM", "scp")
                        .jwt()
                        .claims())
                .isEqualTo(new GatewaySettings.Claims("sub", false, "email", "", "", "access", List.of("scp")));
        assertThat(Settings.read("JWT_TYPE_CLAIM", " ").jwt().claims().type()).isEmpty();
        assertThat(Settings.read().jwt().claims().type()).isEqualTo("type");
    }
}
