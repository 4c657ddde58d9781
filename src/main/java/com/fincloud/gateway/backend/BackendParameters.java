package com.fincloud.gateway.backend;

import com.fincloud.gateway.settings.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of the template {@code backend}, checked.
 *
 * @param path public prefix
 * @param service breaker, metrics and log name
 * @param urls base URLs of the service's instances
 * @param rewrite what replaces {@code path} at the backend, null for nothing
 * @param timeout from connecting to the last byte of the response head, null for the gateway's
 * @param retries further attempts, for idempotent methods only
 */
public record BackendParameters(
        String path,
        String service,
        List<URI> urls,
        @Nullable String rewrite,
        @Nullable Duration timeout,
        int retries) {

    /** Parameters without which a route does not load. */
    public static final List<String> REQUIRED = List.of("path", "service", "url");

    /** Parameters that may be left out, with their defaults; empty stands for the gateway's own setting. */
    public static final Map<String, String> OPTIONAL = optional();

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Copies the URLs. */
    public BackendParameters {
        urls = List.copyOf(urls);
    }

    private static Map<String, String> optional() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("rewrite", "");
        defaults.put("timeout", "");
        defaults.put("roles", "");
        defaults.put("limitPerMinute", "");
        defaults.put("limitPerHour", "");
        defaults.put("retries", "0");
        defaults.put("maxBody", "");
        defaults.put("methods", "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS");
        return Map.copyOf(defaults);
    }

    /**
     * Reads and checks parameters.
     *
     * @param value a parameter's value by its name, placeholders resolved, empty when it is not given
     * @throws IllegalArgumentException naming the parameter, its value and what is accepted
     */
    public static BackendParameters of(UnaryOperator<String> value) {
        String path = value.apply("path");
        require(
                path.matches("(/[A-Za-z0-9._~!$&'()*+,:@-]+)+") && !path.matches(".*/\\.{1,2}(/.*)?"),
                "path",
                path,
                "a path of segments, for instance /api/v1/invoices");
        String service = value.apply("service");
        require(service.matches("[A-Za-z0-9_-]{1,60}"), "service", service, "letters, digits, '_' and '-'");
        String rewrite = value.apply("rewrite");
        require(
                rewrite.isEmpty() || rewrite.matches("/[A-Za-z0-9._~!$&'()*+,:@%/-]*"),
                "rewrite",
                rewrite,
                "a path that begins with /");
        String retries = value.apply("retries");
        require(retries.matches("\\d?|10"), "retries", retries, "0 to 10");
        for (String method : SettingsReader.list(value.apply("methods"))) {
            require(METHODS.contains(method.toUpperCase(Locale.ROOT)), "methods", method, "a comma list of " + METHODS);
        }
        String timeout = value.apply("timeout");
        return new BackendParameters(
                path,
                service,
                read("url", value.apply("url"), "one http or https URL, or a comma list of them", SettingsReader::urls),
                rewrite.isEmpty() ? null : rewrite,
                timeout.isEmpty()
                        ? null
                        : read("timeout", timeout, "seconds above 0", text -> SettingsReader.seconds(text, 86_400)),
                retries.isEmpty() ? 0 : Integer.parseInt(retries));
    }

    private static <T> T read(
            String name, String value, String accepted, java.util.function.Function<String, T> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw refuse(name, SettingsReader.withoutPasswords(value), accepted);
        }
    }

    private static void require(boolean holds, String name, String value, String accepted) {
        if (!holds) {
            throw refuse(name, value, accepted);
        }
    }

    private static IllegalArgumentException refuse(String name, String value, String accepted) {
        return new IllegalArgumentException(name + "=" + value + " is not usable (accepted: " + accepted + ")");
    }

    /** The backend that these parameters describe. */
    public Backend backend(Services services, Duration defaultTimeout) {
        return new Backend(services, service, urls, path, rewrite, timeout == null ? defaultTimeout : timeout, retries);
    }
}
