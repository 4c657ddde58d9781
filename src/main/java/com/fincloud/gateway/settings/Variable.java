package com.fincloud.gateway.settings;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The gateway's variables: the name in the environment, the default, and what is accepted. */
public enum Variable {
    SERVICE_NAME("api-gateway", "letters, digits, '.', '_' and '-'"),
    SERVICE_PORT("8000", "a port, 1 to 65535 (0 picks a free one)"),
    MANAGEMENT_PORT("8081", "a port other than SERVICE_PORT, 1 to 65535 (0 picks a free one)"),
    MANAGEMENT_HOSTS(
            "",
            "a comma list of host names, each with or without a port, or *; addresses and localhost are always accepted"),
    ENVIRONMENT("development", "development, test, staging or production"),
    LOG_LEVEL("info", "debug, info, warning or error"),
    LOG_FORMAT("json", "json or text"),
    LOG_MASKED_PATHS("/api/v1/auth/password-reset/**", "a comma list of paths that end in /**, or none"),
    JWT_SECRET(
            "your-secret-key-change-in-production", "a non-empty text, in production as long as the algorithm's hash"),
    JWT_ALGORITHM(
            "HS256",
            "HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA or Ed25519"),
    JWT_PUBLIC_KEY("", "for all but HS: a public key or certificate in PEM, or the path of a file with one"),
    JWT_JWKS_URL(
            "", "in place of JWT_PUBLIC_KEY: the https URL of a JSON Web Key Set, outside production an http URL too"),
    JWT_JWKS_PROXY("", "the http URL of a proxy for key sets, http://host:port, without a password, or empty"),
    JWT_JWKS_CA("", "the path of a PEM file with certificates, or empty"),
    JWT_ISSUERS("", "the path of a YAML file with the issuers, which replaces the one of the variables, or empty"),
    JWT_ISSUER("", "the iss claim to demand, or empty"),
    JWT_AUDIENCE("", "the aud claim to demand, or empty"),
    JWT_CLOCK_SKEW("0", "seconds, 0 to 300"),
    JWT_USER_CLAIM("sub", "a claim: its name, or a JSON Pointer such as /user/id"),
    JWT_USER_FORMAT("integer", "integer or text"),
    JWT_EMAIL_CLAIM("email", "a claim: its name, or a JSON Pointer"),
    JWT_ROLES_CLAIM("", "a claim: its name, or a JSON Pointer such as /realm_access/roles; empty for the text in role"),
    JWT_TYPE_CLAIM(
            "type", "a claim: its name, or a JSON Pointer; set to nothing, access tokens are told by JWT_ACCESS_CLAIM"),
    JWT_TYPE_VALUE("access", "what JWT_TYPE_CLAIM has in an access token"),
    JWT_ACCESS_CLAIM(
            "", "with an empty JWT_TYPE_CLAIM: a claim that access tokens alone have, or empty for the typ at+jwt"),
    API_KEYS("", "the path of a YAML file with the hashes of API keys, or empty"),
    REDIS_URL(
            "redis://localhost:6379/4",
            "redis://[user:password@]host[:port][/database], rediss://, redis-sentinel://host[,host][/database]#master,"
                    + " or a comma list of redis:// nodes for a cluster, passwords percent-encoded"),
    REVOCATION_REDIS_URL("", "as REDIS_URL, for revocations alone; REDIS_URL stands for it where it is empty"),
    REDIS_SENTINEL_PASSWORD("", "with redis-sentinel://: the password of the sentinels; empty for the URL's, or none"),
    REDIS_TIMEOUT("250", "milliseconds, 50 to 250"),
    RATE_LIMIT_ENABLED("true", "true or false"),
    RATE_LIMIT_PER_MINUTE("60", "requests, 1 to 1000000000"),
    RATE_LIMIT_PER_HOUR("1000", "requests, 1 to 1000000000"),
    RATE_LIMIT_IPV6_PREFIX("64", "bits, 32 to 128"),
    RATE_LIMIT_PLANS("", "the path of a YAML file with plans, or empty"),
    RATE_LIMIT_SHOW_CALLERS("false", "true or false"),
    RATE_LIMIT_ON_REDIS_FAILURE("local", "local, open or closed"),
    TRUSTED_PROXIES("", "a comma list of addresses or CIDR blocks, for instance 10.0.0.0/8,::1"),
    CORS_ORIGINS("http://localhost:3000,http://localhost:8000", "a comma list of origins (scheme://host[:port]), or *"),
    CORS_ALLOW_CREDENTIALS("true", "true or false"),
    BUDGET_SERVICE_URL("http://budget-service:8001", "one http, https or h2c URL, or a comma list of them"),
    PORTFOLIO_SERVICE_URL("http://portfolio-service:8002", "one http, https or h2c URL, or a comma list of them"),
    NOTIFICATION_SERVICE_URL("http://notification-service:8003", "one http, https or h2c URL, or a comma list of them"),
    CIRCUIT_BREAKER_FAILURE_THRESHOLD("5", "consecutive failures, 1 to 1000"),
    CIRCUIT_BREAKER_RECOVERY_TIMEOUT("60", "seconds, above 0, at most 86400"),
    CIRCUIT_BREAKER_SUCCESS_THRESHOLD("3", "trial calls, 1 to 1000"),
    CIRCUIT_BREAKER_STATUSES("500,502,503,504", "a comma list of statuses, 500 to 599, or none"),
    REQUEST_TIMEOUT("30", "seconds, above 0, at most 86400"),
    DNS_TTL("5", "seconds, above 0, at most 86400"),
    BACKEND_CONNECTION_MAX_AGE("120", "seconds, above 0, at most 86400"),
    MAX_CALLS_PER_SERVICE("1500", "calls under way, 1 to 100000"),
    MAX_REQUEST_BODY("10MB", "a size: bytes, or a number with KB, MB or GB"),
    MAX_RESPONSE_BODY_KEPT("10MB", "a size: bytes, or a number with KB, MB or GB"),
    BODY_SPOOL_DIR("", "a directory that the gateway can write to, or empty for the system's temporary directory"),
    BODY_SPOOL_MAX("256MB", "a size: bytes, or a number with KB, MB or GB"),
    MAX_CONNECTIONS_PER_ADDRESS(
            "0", "connections, 1 to 100000, or 0 for a quarter of those that the heap has room for"),
    CLIENT_IDLE_TIMEOUT("75", "seconds, above 0, at most 86400"),
    CLIENT_HALF_CLOSE_TIMEOUT("30", "seconds, at most 86400; 0 to end a request when its client sends a FIN"),
    WEBSOCKET_IDLE_TIMEOUT("300", "seconds, above 0, at most 86400"),
    WEBSOCKET_MAX("5000", "WebSockets, 0 to 100000"),
    WEBSOCKET_MAX_PER_USER("20", "WebSockets, 1 to 100000"),
    PUBLIC_PATHS(
            "/,/health,/docs,/redoc,/openapi.json,/api/v1/status,/api/v1/health/**,/api/v1/auth/register,"
                    + "/api/v1/auth/login,/api/v1/auth/refresh,/api/v1/auth/password-reset/**",
            "a comma list of paths; one that ends in /** means itself and everything below"),
    ROUTES_DIR("routes", "a folder"),
    ROUTES_RELOAD("true", "true or false"),
    EXTENSIONS_DIR("extensions", "a folder"),
    API_DOCS_REFRESH("30", "seconds, at most 86400; 0 for never"),
    SHUTDOWN_DELAY("3", "seconds, 0 to 25"),
    OTEL_EXPORTER_OTLP_ENDPOINT("", "the http or https URL of a collector, to which /v1/traces is added, or empty"),
    OTEL_TRACES_SAMPLER_ARG("1.0", "the share of traces to record, 0 to 1"),
    OTEL_EXPORTER_OTLP_HEADERS(
            "", "HTTP headers for the collector: a comma list of name=value, values percent-encoded"),
    OTEL_SERVICE_NAME("", "the service's name in traces, or empty for SERVICE_NAME"),
    OTEL_RESOURCE_ATTRIBUTES(
            "", "attributes of the gateway in traces: a comma list of name=value, values percent-encoded"),
    OTEL_PROPAGATORS("tracecontext,baggage", "a comma list of tracecontext, baggage, b3 and b3multi"),
    TLS_CERTIFICATE("", "the path of a PEM file with a certificate and its chain, the certificate first, or empty"),
    TLS_PRIVATE_KEY("", "the path of a PEM file with that certificate's unencrypted private key, or empty"),
    TLS_CLIENT_CA("", "with TLS_CERTIFICATE: the path of a PEM file with certificates, or empty"),
    TLS_HTTP2("true", "true or false"),
    BACKEND_CA("", "the path of a PEM file with certificates, or empty"),
    BACKEND_CERTIFICATE("", "the path of a PEM file with a certificate and its chain, the certificate first, or empty"),
    BACKEND_PRIVATE_KEY("", "the path of a PEM file with that certificate's unencrypted private key, or empty"),
    REDIS_CA("", "with a rediss:// REDIS_URL: the path of a PEM file with certificates, or empty"),
    REDIS_CERTIFICATE(
            "",
            "with a rediss:// REDIS_URL: the path of a PEM file, a certificate and its chain, the certificate first"),
    REDIS_PRIVATE_KEY("", "the path of a PEM file with that certificate's unencrypted private key, or empty");

    private static final Set<Variable> SECRETS = EnumSet.of(
            JWT_SECRET, REDIS_URL, REVOCATION_REDIS_URL, REDIS_SENTINEL_PASSWORD, OTEL_EXPORTER_OTLP_HEADERS);

    private final String defaultValue;
    private final String accepted;

    Variable(String defaultValue, String accepted) {
        this.defaultValue = defaultValue;
        this.accepted = accepted;
    }

    /** The value if the variable is unset or empty. */
    public String defaultValue() {
        return defaultValue;
    }

    /** The accepted values, as a start-up message names them. */
    public String accepted() {
        return accepted;
    }

    /** Whether the value is, or contains, a secret. Then a variable of the name with {@code _FILE} may name a file with it. */
    public boolean isSecret() {
        return SECRETS.contains(this);
    }

    /** The name of the variable with the path of a file, for a secret. */
    public String fileName() {
        return name() + "_FILE";
    }

    /** The value as a message may show it: never a secret or the password of a URL. */
    String shown(@Nullable String value) {
        if (this == JWT_SECRET || this == REDIS_SENTINEL_PASSWORD || this == OTEL_EXPORTER_OTLP_HEADERS) {
            return "(secret)";
        }
        String text = value == null ? "" : value;
        return this == REDIS_URL || this == REVOCATION_REDIS_URL ? ShownValue.ofRedis(text) : ShownValue.of(text);
    }

    /** Whether leading and trailing blanks belong to the value, because it is compared or signed byte for byte. */
    boolean exact() {
        return this == JWT_SECRET
                || this == REDIS_SENTINEL_PASSWORD
                || this == JWT_ISSUER
                || this == JWT_AUDIENCE
                || this == JWT_TYPE_VALUE;
    }
}
