package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 1.1. */
class RefusedSettingsTest {

    private static final String ROWS =
            """
            SERVICE_NAME                      | a b ; a/b ; ${x} ; ä
            SERVICE_PORT                      | -1 ; 65536 ; x ; 80.0 ; 99999999999 ; 1_0
            MANAGEMENT_PORT                   | -1 ; 65536 ; x ; 8000
            MANAGEMENT_HOSTS                  | http://gateway ; gate way ; a/b ; *.example
            MAX_CONNECTIONS_PER_ADDRESS       | -1 ; 100001 ; x
            CLIENT_IDLE_TIMEOUT               | 0 ; -1 ; 86401 ; x
            CLIENT_HALF_CLOSE_TIMEOUT         | -1 ; 86401 ; x
            WEBSOCKET_IDLE_TIMEOUT            | 0 ; -1 ; 86401 ; x
            WEBSOCKET_MAX                     | -1 ; 100001 ; x
            WEBSOCKET_MAX_PER_USER            | 0 ; 100001 ; x
            REDIS_SENTINEL_PASSWORD           | any
            REDIS_TIMEOUT                     | 49 ; 251 ; 0.2 ; 0 ; x
            REVOCATION_REDIS_URL              | localhost ; http://h ; redis://h:99999
            ENVIRONMENT                       | prod ; dev ; live
            LOG_LEVEL                         | verbose ; trace ; off ; 1
            LOG_FORMAT                        | xml ; logfmt
            LOG_MASKED_PATHS                  | /a ; /** ; a/** ; /a/* ; /a?b/**
            JWT_ALGORITHM                     | none ; HS128 ; hs256 ; RS256, ; ES256K ; HS256 HS384 ; A128KW
            JWT_CLOCK_SKEW                    | -1 ; 301 ; 1.5 ; x
            JWT_USER_FORMAT                   | uuid ; int ; number
            JWT_ACCESS_CLAIM                  | scp
            REDIS_URL                         | localhost ; localhost:6379 ; http://h ; redis:// ; redis:///4 ; redis://h:x
            REDIS_URL                         | redis://h:6379/x ; redis://h h ; redis://h?x=1 ; redis-sentinel://a ; redis://h,b
            REDIS_URL                         | redis://h:65536 ; redis://h:99999/4 ; redis://a,redis://b:70000 ; redis://h:
            REDIS_URL                         | redis://my_redis:6379 ; redis://:a#b@h ; redis://:a^b@h ; redis://:a%b@h
            REDIS_URL                         | redis-sentinel://a:70000#m ; redis-sentinel://a:x#m ; redis-sentinel://,a#m
            RATE_LIMIT_ENABLED                | yes ; 1 ; on ; enabled
            RATE_LIMIT_PER_MINUTE             | 0 ; -5 ; 1.5 ; many ; 1000000001 ; 99999999999999999999
            RATE_LIMIT_PER_HOUR               | 0 ; -5 ; 1e3 ; 1,000
            RATE_LIMIT_IPV6_PREFIX            | 31 ; 129 ; /64 ; x
            RATE_LIMIT_SHOW_CALLERS           | yes ; 1 ; hashed
            RATE_LIMIT_ON_REDIS_FAILURE       | allow ; deny ; true
            TRUSTED_PROXIES                   | 10.0.0.0/33 ; proxy.local ; 10.0.0 ; ::1/129 ; 10.0.0.1,nothing ; 10.0.0.0/
            CORS_ORIGINS                      | app.example ; http://a/ ; http://a/path ; http://u@a ; http://a?b ; https://*.a
            CORS_ALLOW_CREDENTIALS            | yes ; 0
            BUDGET_SERVICE_URL                | budget:8001 ; ftp://b ; http:// ; http:///x ; http://b?x=1 ; http://b#x ; , ; /b
            PORTFOLIO_SERVICE_URL             | http://b:99999 ; http://b c ; http://a,b ; http://b:x ; http://a_b
            NOTIFICATION_SERVICE_URL          | http://{x} ; redis://b ; b
            CIRCUIT_BREAKER_FAILURE_THRESHOLD | 0 ; 1001 ; -1 ; x
            CIRCUIT_BREAKER_RECOVERY_TIMEOUT  | 0 ; 0.000 ; -1 ; 86401 ; 60s ; 1e2 ; PT1M ; 1.2345
            CIRCUIT_BREAKER_SUCCESS_THRESHOLD | 0 ; 1001 ; x
            CIRCUIT_BREAKER_STATUSES          | 499 ; 600 ; 5xx ; 500-504 ; 05000 ; none,500
            DNS_TTL                           | 0 ; -1 ; 86401 ; 5s
            BACKEND_CONNECTION_MAX_AGE        | 0 ; -1 ; 86401 ; x
            JWT_JWKS_PROXY                    | proxy:3128 ; https://proxy:3128 ; http://proxy:3128/path ; http://a,http://b
            REQUEST_TIMEOUT                   | 0 ; -1 ; 86400.001 ; 30s ; .5
            MAX_CALLS_PER_SERVICE             | 0 ; -1 ; 100001 ; many ; 1.5
            MAX_REQUEST_BODY                  | x ; -1 ; 10XB ; 1.5MB ; MB ; 9999999999GB ; 10 M B
            MAX_RESPONSE_BODY_KEPT            | x ; -1 ; 10XB ; 1.5MB ; MB ; 9999999999GB ; 10 M B
            BODY_SPOOL_MAX                    | x ; -1 ; 10XB ; 1.5MB ; MB ; 9999999999GB ; 10 M B
            BODY_SPOOL_DIR                    | /no/such/directory ; /etc/passwd
            PUBLIC_PATHS                      | docs ; /a b ; /a?b ; /a%20b ; /a//b ; /a;b ; /**/b ; /a*b ; *
            ROUTES_RELOAD                     | yes ; 2s
            API_DOCS_REFRESH                  | -1 ; 86401 ; 30s ; x
            SHUTDOWN_DELAY                    | -1 ; 26 ; 1.5 ; x
            TLS_CERTIFICATE                   | server.crt
            TLS_PRIVATE_KEY                   | server.key
            TLS_CLIENT_CA                     | ca.crt
            TLS_HTTP2                         | h2 ; yes
            BACKEND_CERTIFICATE               | gateway.crt
            BACKEND_PRIVATE_KEY               | gateway.key
            REDIS_CA                          | ca.crt
            REDIS_CERTIFICATE                 | gateway.crt
            REDIS_PRIVATE_KEY                 | gateway.key
            OTEL_EXPORTER_OTLP_ENDPOINT       | collector:4318 ; ftp://collector ; http://u:p@collector
            OTEL_TRACES_SAMPLER_ARG           | -1 ; 1.5 ; 2 ; x
            OTEL_EXPORTER_OTLP_HEADERS        | abc ; =b ; a=%zz ; a b=c ; a=%0Ab ; a=%C3%BC
            OTEL_RESOURCE_ATTRIBUTES          | abc ; =b ; a=%zz ; a=b,c
            OTEL_PROPAGATORS                  | none ; jaeger ; b3,xray
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = ROWS)
    void anImpossibleValueIsNamedWithItsVariableAndWhatIsAccepted(Variable variable, String values) {
        for (String value : values.split(" ; ", -1)) {
            assertThatThrownBy(() -> Settings.read(variable.name(), value))
                    .as(value)
                    .isInstanceOf(SettingsException.class)
                    .message()
                    .startsWith(variable.name() + "=" + variable.shown(value) + " is not usable")
                    .endsWith("(accepted: " + variable.accepted() + ")");
        }
    }

    @Test
    void everyVariableThatDoesNotTakeAnyTextHasARow() {
        EnumSet<Variable> tested = EnumSet.of(
                Variable.JWT_SECRET,
                Variable.JWT_PUBLIC_KEY,
                Variable.JWT_JWKS_URL,
                Variable.JWT_JWKS_CA,
                Variable.JWT_ISSUERS,
                Variable.JWT_ISSUER,
                Variable.JWT_AUDIENCE,
                Variable.JWT_USER_CLAIM,
                Variable.JWT_EMAIL_CLAIM,
                Variable.JWT_ROLES_CLAIM,
                Variable.JWT_TYPE_CLAIM,
                Variable.JWT_TYPE_VALUE,
                Variable.API_KEYS,
                Variable.RATE_LIMIT_PLANS,
                Variable.ROUTES_DIR,
                Variable.EXTENSIONS_DIR,
                Variable.OTEL_SERVICE_NAME,
                Variable.BACKEND_CA);
        ROWS.lines()
                .map(row -> row.substring(0, row.indexOf(' ')))
                .map(Variable::valueOf)
                .forEach(tested::add);

        assertThat(tested).containsExactlyInAnyOrder(Variable.values());
    }

    @ParameterizedTest
    @CsvSource({
        "REDIS_URL, redis://:",
        "REDIS_URL, redis-sentinel://h",
        "REVOCATION_REDIS_URL, redis://:",
        "SERVICE_NAME, a"
    })
    void aTextOfAnyLengthIsRefusedWithASentence(Variable variable, String beginning) {
        for (String more : List.of("A", "%41", ",h:1", "a.")) {
            assertThatThrownBy(() -> Settings.read(variable.name(), beginning + more.repeat(100_000) + "@h"))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith(variable.name() + "=")
                    .hasMessageContaining("is not usable: it has more than 4000 characters");
        }
    }

    @Test
    void aFolderThatNoFileSystemKnowsIsRefused() {
        assertThatThrownBy(() -> Settings.read("ROUTES_DIR", "a\0b")).hasMessageStartingWith("ROUTES_DIR=");
    }

    @Test
    void anAlgorithmWithAPublicKeyNeedsOne() {
        assertThatThrownBy(() -> Settings.read("JWT_ALGORITHM", "RS256"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("JWT_PUBLIC_KEY= is not usable: JWT_ALGORITHM=RS256 needs it, or JWT_JWKS_URL");
    }

    private static final String ONE_SOURCE =
            " is not usable: JWT_PUBLIC_KEY is set too, and only one of them can be right";

    @Test
    void aPublicKeyAndAKeySetDoNotGoTogether() {
        assertThatThrownBy(() -> Settings.read(
                        "JWT_ALGORITHM", "ES256", "JWT_PUBLIC_KEY", "key.pem", "JWT_JWKS_URL", "https://issuer/keys"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("JWT_JWKS_URL=https://issuer/keys" + ONE_SOURCE)
                .hasMessageEndingWith("(accepted: " + Variable.JWT_JWKS_URL.accepted() + ")");
    }

    @ParameterizedTest
    @CsvSource({"JWT_PUBLIC_KEY, key.pem", "JWT_JWKS_URL, https://issuer/keys"})
    void anHmacAlgorithmTakesNoPublicKey(Variable variable, String value) {
        for (String algorithm : List.of("", "HS256", "HS384", "HS512")) {
            assertThatThrownBy(() -> Settings.read("JWT_ALGORITHM", algorithm, variable.name(), value))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith(variable + "=" + value + " is not usable: JWT_ALGORITHM=HS")
                    .hasMessageContaining("verifies with JWT_SECRET")
                    .hasMessageEndingWith("(accepted: " + variable.accepted() + ")");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer",
                "issuer/keys.json",
                "/etc/keys.json",
                "file:///etc/keys.json",
                "ftp://issuer/keys",
                "https:/issuer",
                "https://",
                "https:///keys",
                "https://issuer/a b",
                "https://issuer/keys#a",
                "https://user:password@issuer/keys",
                "https://issuer:65536/keys",
                "https://issuer:x/keys",
                "https://issuer/keys,https://other/keys"
            })
    void aKeySetsUrlIsOneHttpUrlWithAHost(String url) {
        assertThatThrownBy(() -> Settings.read("JWT_ALGORITHM", "ES256", "JWT_JWKS_URL", url))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("JWT_JWKS_URL=" + Variable.JWT_JWKS_URL.shown(url) + " is not usable")
                .hasMessageNotContaining("password")
                .hasMessageEndingWith("(accepted: " + Variable.JWT_JWKS_URL.accepted() + ")");
    }

    @Test
    void theTwoPortsMayNotBeTheSame() {
        assertThatThrownBy(() -> Settings.read("SERVICE_PORT", "9000", "MANAGEMENT_PORT", "9000"))
                .hasMessageContaining("MANAGEMENT_PORT=9000 is not usable: SERVICE_PORT has it");
        assertThat(Settings.read("SERVICE_PORT", "0", "MANAGEMENT_PORT", "0")).isNotNull();
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        assertThatThrownBy(() -> Settings.read(
                        "SERVICE_PORT", "x",
                        "LOG_LEVEL", "loud",
                        "REDIS_URL", "nowhere",
                        "BUDGET_SERVICE_URL", "budget",
                        "REQUEST_TIMEOUT", "0"))
                .isInstanceOf(SettingsException.class)
                .message()
                .contains(
                        "SERVICE_PORT=x ",
                        "LOG_LEVEL=loud ",
                        "REDIS_URL=nowhere ",
                        "BUDGET_SERVICE_URL=budget ",
                        "REQUEST_TIMEOUT=0 ")
                .matches(message -> message.split("; ", -1).length == 5, "five sentences");
    }
}
