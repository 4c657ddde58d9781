package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.GatewaySettings.Breaker;
import com.fincloud.gateway.settings.GatewaySettings.Cors;
import com.fincloud.gateway.settings.GatewaySettings.Jwt;
import com.fincloud.gateway.settings.GatewaySettings.OnRedisFailure;
import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import com.fincloud.gateway.settings.GatewaySettings.RateLimit;
import com.fincloud.gateway.settings.GatewaySettings.Routes;
import com.fincloud.gateway.settings.GatewaySettings.Tls;
import com.fincloud.gateway.settings.GatewaySettings.Traces;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the {@link Variable}s and reports everything that is wrong with them at once. */
public final class SettingsReader {

    private final Function<String, @Nullable String> source;
    private final List<String> problems = new ArrayList<>();
    private final List<String> unsafe = new ArrayList<>();

    private SettingsReader(Function<String, @Nullable String> source) {
        this.source = source;
    }

    /**
     * Reads all variables.
     *
     * @param source a variable's value by its name, null when it is unset
     * @param version the gateway's version
     * @throws SettingsException naming each variable with a value that is not accepted
     */
    public static GatewaySettings read(Function<String, @Nullable String> source, String version) {
        SettingsReader reader = new SettingsReader(source);
        GatewaySettings settings = reader.settings(version);
        if (!reader.problems.isEmpty()) {
            throw new SettingsException(reader.problems);
        }
        return settings;
    }

    private GatewaySettings settings(String version) {
        boolean production = "production".equals(environment());
        int port = integer(Variable.SERVICE_PORT, 0, 65535);
        int managementPort = integer(Variable.MANAGEMENT_PORT, 0, 65535);
        if (port == managementPort && port != 0) {
            reject(Variable.MANAGEMENT_PORT, "SERVICE_PORT has it");
        }
        oneOf(Variable.LOG_LEVEL, "debug", "info", "warn", "warning", "error");
        Map<String, List<URI>> services = new LinkedHashMap<>();
        services.put("budget", urls(Variable.BUDGET_SERVICE_URL));
        services.put("portfolio", urls(Variable.PORTFOLIO_SERVICE_URL));
        services.put("notification", urls(Variable.NOTIFICATION_SERVICE_URL));
        return new GatewaySettings(
                matching(Variable.SERVICE_NAME, "[A-Za-z0-9._-]{1,100}"),
                version,
                production,
                "json".equals(oneOf(Variable.LOG_FORMAT, "json", "text")),
                jwt(production),
                redis(),
                new RateLimit(
                        bool(Variable.RATE_LIMIT_ENABLED),
                        integer(Variable.RATE_LIMIT_PER_MINUTE, 1, 1_000_000_000),
                        integer(Variable.RATE_LIMIT_PER_HOUR, 1, 1_000_000_000),
                        onRedisFailure()),
                parsed(
                        Variable.TRUSTED_PROXIES,
                        text -> Values.list(text).stream().map(Cidr::parse).toList(),
                        List.of()),
                cors(production),
                services,
                new Breaker(
                        integer(Variable.CIRCUIT_BREAKER_FAILURE_THRESHOLD, 1, 1000),
                        seconds(Variable.CIRCUIT_BREAKER_RECOVERY_TIMEOUT, 86_400),
                        integer(Variable.CIRCUIT_BREAKER_SUCCESS_THRESHOLD, 1, 1000)),
                seconds(Variable.REQUEST_TIMEOUT, 86_400),
                integer(Variable.MAX_CALLS_PER_SERVICE, 1, 100_000),
                parsed(Variable.MAX_REQUEST_BODY, Values::bytes, 0L),
                parsed(Variable.PUBLIC_PATHS, text -> new PublicPaths(Values.list(text)), new PublicPaths(List.of())),
                new Routes(parsed(Variable.ROUTES_DIR, Path::of, Path.of("routes")), bool(Variable.ROUTES_RELOAD)),
                parsed(
                        Variable.API_DOCS_REFRESH,
                        text -> text.matches("0+") ? Duration.ZERO : Values.seconds(text, 86_400),
                        Duration.ZERO),
                Duration.ofSeconds(integer(Variable.SHUTDOWN_DELAY, 0, 25)),
                new Traces(
                        matching(Variable.OTEL_EXPORTER_OTLP_ENDPOINT, "(https?://[^\\s/?#@]+(/[^\\s?#]*)?)?"),
                        parsed(Variable.OTEL_TRACES_SAMPLER_ARG, Values::share, 1.0)),
                tls(),
                unsafe);
    }

    /** The variable's text without surrounding blanks and quotes, or its default when it is unset or empty. */
    static String text(Variable variable, @Nullable String value) {
        String text = value == null ? "" : value.strip().replaceAll("^([\"'])(.*)\\1$", "$2");
        return text.isEmpty() ? variable.defaultValue() : text;
    }

    private String text(Variable variable) {
        return text(variable, source.apply(variable.name()));
    }

    private void reject(Variable variable, String reason) {
        problems.add(SettingsException.problem(variable, text(variable), reason));
    }

    /** What production must not have keeps it from starting, and is a warning elsewhere. */
    private void unsafe(Variable variable, String reason, boolean production) {
        if (production) {
            reject(variable, "ENVIRONMENT=production does not start with it: " + reason);
        } else {
            unsafe.add(variable.name() + ": " + reason);
        }
    }

    private static int hashBytes(String hmac) {
        return Integer.parseInt(hmac.substring(2)) / 8;
    }

    private <T> T parsed(Variable variable, Function<String, T> parser, T fallback) {
        try {
            return parser.apply(text(variable));
        } catch (IllegalArgumentException e) {
            reject(variable, e instanceof NumberFormatException ? "" : String.valueOf(e.getMessage()));
            return fallback;
        }
    }

    private String environment() {
        return oneOf(Variable.ENVIRONMENT, "development", "test", "staging", "production");
    }

    private Jwt jwt(boolean production) {
        String algorithm = text(Variable.JWT_ALGORITHM);
        String secret = text(Variable.JWT_SECRET);
        if (!algorithm.matches("(HS|RS|PS|ES)(256|384|512)|EdDSA")) {
            reject(Variable.JWT_ALGORITHM, "");
        } else if (!algorithm.startsWith("HS")) {
            requireOneKeySource(algorithm);
        } else {
            requireNoKeySource(algorithm);
            requireSecret(algorithm, secret, production);
        }
        return new Jwt(
                secret,
                algorithm,
                text(Variable.JWT_PUBLIC_KEY),
                jwksUrl(production),
                text(Variable.JWT_ISSUER),
                text(Variable.JWT_AUDIENCE),
                Duration.ofSeconds(integer(Variable.JWT_CLOCK_SKEW, 0, 300)));
    }

    private void requireSecret(String algorithm, String secret, boolean production) {
        if (secret.equals(Variable.JWT_SECRET.defaultValue())) {
            unsafe(Variable.JWT_SECRET, "it is the default secret, which everybody knows", production);
        } else if (secret.getBytes(StandardCharsets.UTF_8).length < hashBytes(algorithm)) {
            unsafe(
                    Variable.JWT_SECRET,
                    "for " + algorithm + " it needs at least " + hashBytes(algorithm) + " bytes",
                    production);
        }
    }

    private void requireOneKeySource(String algorithm) {
        boolean publicKey = !text(Variable.JWT_PUBLIC_KEY).isEmpty();
        boolean keySet = !text(Variable.JWT_JWKS_URL).isEmpty();
        if (publicKey && keySet) {
            reject(Variable.JWT_JWKS_URL, "JWT_PUBLIC_KEY is set too, and only one of them can be right");
        } else if (!publicKey && !keySet) {
            reject(Variable.JWT_PUBLIC_KEY, "JWT_ALGORITHM=" + algorithm + " needs it, or JWT_JWKS_URL");
        }
    }

    /** Who sets a public key means to verify with it, which an HMAC algorithm would not do. */
    private void requireNoKeySource(String algorithm) {
        for (Variable source : List.of(Variable.JWT_PUBLIC_KEY, Variable.JWT_JWKS_URL)) {
            if (!text(source).isEmpty()) {
                reject(source, "JWT_ALGORITHM=" + algorithm + " verifies with JWT_SECRET");
            }
        }
    }

    private String jwksUrl(boolean production) {
        String text = text(Variable.JWT_JWKS_URL);
        if (!text.isEmpty() && "http".equals(parsed(Variable.JWT_JWKS_URL, Values::schemeOfDocument, ""))) {
            unsafe(Variable.JWT_JWKS_URL, "over http, whoever stands between could put keys in", production);
        }
        return text;
    }

    private String redis() {
        String credentials = "(([\\w.~!$&'()*+;=:-]|%[0-9a-fA-F]{2})*@)?";
        String port = "(:(\\d{1,4}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?";
        String address = "\\[[0-9a-fA-F:]+]";
        // Lettuce takes the port for a part of a name with an underscore, but not a sentinel's.
        String node = "rediss?://" + credentials + "(" + address + "|[A-Za-z0-9.-]+)" + port + "(/\\d{0,4})?";
        String host = "(" + address + "|[\\w.-]+)" + port;
        String sentinel =
                "redis-sentinel://" + credentials + host + "(," + host + ")*(/\\d{0,4})?(\\?[^#\\s]*)?#[^\\s#]+";
        return matching(Variable.REDIS_URL, node + "(," + node + ")*|" + sentinel);
    }

    private Tls tls() {
        PemFiles clients = pemFiles(Variable.TLS_CERTIFICATE, Variable.TLS_PRIVATE_KEY, Variable.TLS_CLIENT_CA);
        if (clients.certificate().isEmpty() && !clients.authorities().isEmpty()) {
            reject(Variable.TLS_CLIENT_CA, "without TLS_CERTIFICATE no client shows a certificate");
        }
        PemFiles redis = pemFiles(Variable.REDIS_CERTIFICATE, Variable.REDIS_PRIVATE_KEY, Variable.REDIS_CA);
        if (!redis.isEmpty() && !text(Variable.REDIS_URL).startsWith("rediss:")) {
            reject(
                    redis.authorities().isEmpty() ? Variable.REDIS_CERTIFICATE : Variable.REDIS_CA,
                    "REDIS_URL is not rediss://");
        }
        return new Tls(
                clients,
                pemFiles(Variable.BACKEND_CERTIFICATE, Variable.BACKEND_PRIVATE_KEY, Variable.BACKEND_CA),
                redis);
    }

    /** What the files hold is judged where they are read. */
    private PemFiles pemFiles(Variable certificate, Variable privateKey, Variable authorities) {
        PemFiles files = new PemFiles(text(certificate), text(privateKey), text(authorities));
        if (files.certificate().isEmpty() && !files.privateKey().isEmpty()) {
            reject(privateKey, certificate.name() + " is not set, and each needs the other");
        } else if (files.privateKey().isEmpty() && !files.certificate().isEmpty()) {
            reject(certificate, privateKey.name() + " is not set, and each needs the other");
        }
        return files;
    }

    private OnRedisFailure onRedisFailure() {
        String text = oneOf(Variable.RATE_LIMIT_ON_REDIS_FAILURE, "local", "open", "closed");
        return switch (text) {
            case "open" -> OnRedisFailure.OPEN;
            case "closed" -> OnRedisFailure.CLOSED;
            default -> OnRedisFailure.LOCAL;
        };
    }

    private Cors cors(boolean production) {
        List<String> origins = Values.list(text(Variable.CORS_ORIGINS));
        boolean any = origins.contains("*");
        boolean credentials = bool(Variable.CORS_ALLOW_CREDENTIALS);
        for (String origin : origins) {
            if (!origin.equals("*") && !origin.matches("[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#@\\s*]+")) {
                reject(Variable.CORS_ORIGINS, "'" + origin + "' is no origin");
            }
        }
        if (any && credentials) {
            unsafe(Variable.CORS_ORIGINS, "any site could call with a user's credentials", production);
        }
        return new Cors(origins, any, credentials);
    }

    private List<URI> urls(Variable variable) {
        return parsed(variable, Values::urls, List.of());
    }

    private Duration seconds(Variable variable, int most) {
        return parsed(variable, text -> Values.seconds(text, most), Duration.ofSeconds(1));
    }

    private int integer(Variable variable, int least, int most) {
        String text = text(variable);
        int value = text.matches("\\d{1,9}|1000000000") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            reject(variable, "");
            return least;
        }
        return value;
    }

    private boolean bool(Variable variable) {
        return "true".equals(oneOf(variable, "true", "false"));
    }

    private String oneOf(Variable variable, String... accepted) {
        String text = text(variable).toLowerCase(Locale.ROOT);
        if (!Arrays.asList(accepted).contains(text)) {
            reject(variable, "");
        }
        return text;
    }

    private String matching(Variable variable, String pattern) {
        Predicate<String> matches = text -> text.matches(pattern);
        String text = text(variable);
        if (!matches.test(text)) {
            reject(variable, "");
        }
        return text;
    }
}
