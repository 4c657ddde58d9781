package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.GatewaySettings.Breaker;
import com.fincloud.gateway.settings.GatewaySettings.Cors;
import com.fincloud.gateway.settings.GatewaySettings.OnRedisFailure;
import com.fincloud.gateway.settings.GatewaySettings.RateLimit;
import com.fincloud.gateway.settings.GatewaySettings.Routes;
import com.fincloud.gateway.settings.value.Cidr;
import com.fincloud.gateway.settings.value.HostNames;
import com.fincloud.gateway.settings.value.MaskedPaths;
import com.fincloud.gateway.settings.value.PublicPaths;
import com.fincloud.gateway.settings.value.Values;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the {@link Variable}s and reports everything that is wrong with them at once. */
public final class SettingsReader {

    private final Inputs inputs;

    private SettingsReader(Inputs inputs) {
        this.inputs = inputs;
    }

    /**
     * Reads all variables.
     *
     * @param source returns a variable's value by its name; null if it is unset
     * @param version the gateway's version
     * @throws SettingsException if values are not accepted, naming each of their variables
     */
    public static GatewaySettings read(Function<String, @Nullable String> source, String version) {
        Inputs inputs = new Inputs(source);
        GatewaySettings settings = new SettingsReader(inputs).settings(version);
        if (!inputs.problems().isEmpty()) {
            throw new SettingsException(inputs.problems());
        }
        return settings;
    }

    private GatewaySettings settings(String version) {
        boolean production = "production".equals(environment());
        int port = inputs.integer(Variable.SERVICE_PORT, 0, 65535);
        int managementPort = inputs.integer(Variable.MANAGEMENT_PORT, 0, 65535);
        if (port == managementPort && port != 0) {
            inputs.reject(Variable.MANAGEMENT_PORT, "SERVICE_PORT has it");
        }
        inputs.oneOf(Variable.LOG_LEVEL, "debug", "info", "warn", "warning", "error");
        RedisVariables redis = new RedisVariables(inputs);
        Map<String, List<URI>> services = new LinkedHashMap<>();
        services.put("budget", inputs.urls(Variable.BUDGET_SERVICE_URL));
        services.put("portfolio", inputs.urls(Variable.PORTFOLIO_SERVICE_URL));
        services.put("notification", inputs.urls(Variable.NOTIFICATION_SERVICE_URL));
        return new GatewaySettings(
                inputs.matching(Variable.SERVICE_NAME, "[A-Za-z0-9._-]{1,100}"),
                version,
                inputs.parsed(
                        Variable.MANAGEMENT_HOSTS, text -> new HostNames(Values.list(text)), new HostNames(List.of())),
                production,
                "json".equals(inputs.oneOf(Variable.LOG_FORMAT, "json", "text")),
                new TokenVariables(inputs).read(production),
                inputs.parsed(Variable.API_KEYS, text -> Path.of(text).toString(), ""),
                redis.limits(),
                redis.revocations(production),
                redis.options(),
                new RateLimit(
                        inputs.bool(Variable.RATE_LIMIT_ENABLED),
                        inputs.integer(Variable.RATE_LIMIT_PER_MINUTE, 1, 1_000_000_000),
                        inputs.integer(Variable.RATE_LIMIT_PER_HOUR, 1, 1_000_000_000),
                        inputs.integer(Variable.RATE_LIMIT_IPV6_PREFIX, 32, 128),
                        inputs.parsed(
                                Variable.RATE_LIMIT_PLANS, text -> Path.of(text).toString(), ""),
                        inputs.bool(Variable.RATE_LIMIT_SHOW_CALLERS),
                        onRedisFailure()),
                inputs.parsed(
                        Variable.TRUSTED_PROXIES,
                        text -> Values.list(text).stream().map(Cidr::parse).toList(),
                        List.of()),
                cors(production),
                services,
                new Breaker(
                        inputs.integer(Variable.CIRCUIT_BREAKER_FAILURE_THRESHOLD, 1, 1000),
                        inputs.seconds(Variable.CIRCUIT_BREAKER_RECOVERY_TIMEOUT, 86_400),
                        inputs.integer(Variable.CIRCUIT_BREAKER_SUCCESS_THRESHOLD, 1, 1000),
                        inputs.parsed(Variable.CIRCUIT_BREAKER_STATUSES, SettingsReader::failureStatuses, Set.of())),
                inputs.seconds(Variable.REQUEST_TIMEOUT, 86_400),
                inputs.seconds(Variable.BACKEND_CONNECTION_MAX_AGE, 86_400),
                inputs.seconds(Variable.DNS_TTL, 86_400),
                inputs.integer(Variable.MAX_CALLS_PER_SERVICE, 1, 100_000),
                inputs.parsed(Variable.MAX_REQUEST_BODY, Values::bytes, 0L),
                new BodyVariables(inputs).read(),
                inputs.integer(Variable.MAX_CONNECTIONS_PER_ADDRESS, 0, 100_000),
                new ClientVariables(inputs).read(),
                inputs.parsed(
                        Variable.PUBLIC_PATHS, text -> new PublicPaths(Values.list(text)), new PublicPaths(List.of())),
                maskedPaths(),
                new Routes(
                        inputs.parsed(Variable.ROUTES_DIR, Path::of, Path.of("routes")),
                        inputs.bool(Variable.ROUTES_RELOAD),
                        inputs.parsed(Variable.EXTENSIONS_DIR, Path::of, Path.of("extensions"))),
                inputs.parsed(Variable.API_DOCS_REFRESH, text -> Values.secondsOrZero(text, 86_400), Duration.ZERO),
                Duration.ofSeconds(inputs.integer(Variable.SHUTDOWN_DELAY, 0, 25)),
                new TraceVariables(inputs).read(inputs.text(Variable.SERVICE_NAME)),
                new TlsVariables(inputs).read(),
                inputs.unsafe());
    }

    private static Set<Integer> failureStatuses(String text) {
        Set<Integer> statuses = new TreeSet<>();
        for (String status : "none".equals(text) ? List.<String>of() : Values.list(text)) {
            boolean digits = status.length() == 3 && status.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || status.charAt(0) != '5') {
                throw new IllegalArgumentException("'" + status + "' is no status from 500 to 599");
            }
            statuses.add(Integer.valueOf(status));
        }
        return statuses;
    }

    private MaskedPaths maskedPaths() {
        return inputs.parsed(
                Variable.LOG_MASKED_PATHS,
                text -> new MaskedPaths("none".equals(text) ? List.of() : Values.list(text)),
                new MaskedPaths(List.of()));
    }

    private String environment() {
        return inputs.oneOf(Variable.ENVIRONMENT, "development", "test", "staging", "production");
    }

    private OnRedisFailure onRedisFailure() {
        String text = inputs.oneOf(Variable.RATE_LIMIT_ON_REDIS_FAILURE, "local", "open", "closed");
        return switch (text) {
            case "open" -> OnRedisFailure.OPEN;
            case "closed" -> OnRedisFailure.CLOSED;
            default -> OnRedisFailure.LOCAL;
        };
    }

    private Cors cors(boolean production) {
        List<String> origins = Values.list(inputs.text(Variable.CORS_ORIGINS));
        boolean any = origins.contains("*");
        boolean credentials = inputs.bool(Variable.CORS_ALLOW_CREDENTIALS);
        for (String origin : origins) {
            if (!origin.equals("*") && !origin.matches("[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#@\\s*]+")) {
                inputs.reject(Variable.CORS_ORIGINS, "'" + origin + "' is no origin");
            }
        }
        if (any && credentials) {
            inputs.unsafe(Variable.CORS_ORIGINS, "any site could call with a user's credentials", production);
        }
        return new Cors(origins, any, credentials);
    }
}
