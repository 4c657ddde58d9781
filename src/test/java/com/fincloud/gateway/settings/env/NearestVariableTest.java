package com.fincloud.gateway.settings.env;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.settings.IneffectiveNames;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 1.4: which name was probably meant. */
class NearestVariableTest {

    private static final List<String> KNOWN = IneffectiveNames.knownNames();

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMIT_PER_MINUT, RATE_LIMIT_PER_MINUTE",
        "RATELIMIT_PER_MINUTE, RATE_LIMIT_PER_MINUTE",
        "RATE_LIMIT_MINUTE, RATE_LIMIT_PER_MINUTE",
        "rate-limit-per-minute, RATE_LIMIT_PER_MINUTE",
        "rate.limit.per.minute, RATE_LIMIT_PER_MINUTE",
        "JWT_SECERT, JWT_SECRET",
        "jwt_secret, JWT_SECRET",
        "JWT_SECRETS, JWT_SECRET",
        "JWT_SECRET_FIEL, JWT_SECRET_FILE",
        "REDIS_URI, REDIS_URL",
        "REDIS_REVOCATION_URL, REVOCATION_REDIS_URL",
        "CORS_ORIGIN, CORS_ORIGINS",
        "LOGLEVEL, LOG_LEVEL",
        "BUDGET_URL, BUDGET_SERVICE_URL",
        "ROUTE_DIR, ROUTES_DIR",
        "TLS_CERTIFCATE, TLS_CERTIFICATE"
    })
    void aMisspeltNameHasANearestOne(String name, String meant) {
        assertThat(NearestVariable.of(name, KNOWN)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JWT_SECRET",
                "PATH",
                "HOME",
                "LANG",
                "LOGNAME",
                "HOSTNAME",
                "PWD",
                "SHLVL",
                "TERM",
                "USER",
                "MAIL",
                "JAVA_HOME",
                "JAVA_TOOL_OPTIONS",
                "JAVA_OPTS",
                "JAVA_VERSION",
                "CLASSPATH",
                "TZ",
                "LC_ALL",
                "EDITOR",
                "KUBERNETES_SERVICE_HOST",
                "KUBERNETES_PORT_443_TCP_ADDR",
                "BUDGET_SERVICE_PORT",
                "BUDGET_SERVICE_SERVICE_HOST",
                "BUDGET_SERVICE_PORT_8001_TCP",
                "REDIS_PORT",
                "REDIS_SERVICE_HOST",
                "REDIS_SERVICE_PORT",
                "REDIS_PORT_6379_TCP_PROTO",
                "PORTFOLIO_SERVICE_PORT",
                "HTTP_PROXY",
                "NO_PROXY",
                "SSL_CERT_FILE",
                "XDG_RUNTIME_DIR",
                "STOCKS_URL",
                "BILLING_SERVICE_URL",
                "INVOICE_TOKEN",
                "OTEL_LOGS_EXPORTER",
                "MALLOC_ARENA_MAX",
                "GPG_KEY",
                "user.name",
                "java.version",
                "os.name",
                "file.encoding"
            })
    void aNameOfSomebodyElseHasNone(String name) {
        assertThat(NearestVariable.of(name, KNOWN)).isNull();
    }
}
