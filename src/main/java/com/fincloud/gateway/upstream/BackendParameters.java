package com.fincloud.gateway.upstream;

import com.fincloud.gateway.http.HttpMethods;
import com.fincloud.gateway.settings.value.Values;
import com.fincloud.gateway.upstream.client.request.HeaderEdits;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The checked parameters of the template {@code backend}. {@link #ALL} is the only list of them; a test compares the tables in the
 * documentation with it.
 *
 * @param path public prefix
 * @param service name of the circuit breaker, also used in metrics and logs
 * @param urls base URLs of the service's instances
 * @param rewrite the prefix that replaces {@code path} at the backend; null for none
 * @param timeout time from connecting to the last byte of the response head; null means the gateway's default
 * @param retries further attempts, for idempotent methods only
 * @param http2 whether HTTP/2 is offered to https instances
 * @param healthPath path of an instance's own health; null for none
 * @param requestHeaders changes to the headers that the backend gets
 * @param responseHeaders changes to the headers of the upstream response
 */
public record BackendParameters(
        String path,
        String service,
        List<URI> urls,
        @Nullable String rewrite,
        @Nullable Duration timeout,
        int retries,
        boolean http2,
        @Nullable String healthPath,
        HeaderEdits requestHeaders,
        HeaderEdits responseHeaders) {

    /**
     * One parameter.
     *
     * @param name the name in a route file
     * @param meaning one line for the documentation
     * @param value the default value; empty if {@code otherwise} describes the default
     * @param otherwise the description of the default in the documentation
     */
    public record Parameter(String name, String meaning, String value, String otherwise) {

        static final String REQUIRED = "required";

        /** Whether a route cannot load without it. */
        public boolean required() {
            return otherwise.equals(REQUIRED);
        }

        /** The default as the documentation's table shows it. */
        public String shownDefault() {
            return otherwise.isEmpty() ? "`" + value + "`" : otherwise;
        }
    }

    /** Every parameter, in the order of the documentation. */
    public static final List<Parameter> ALL = List.of(
            required("path", "public prefix, for instance `/api/v1/invoices`; it ends at a segment"),
            required("service", "name of the service: its breaker, its connections, its metrics, its messages"),
            required(
                    "url",
                    "base URL, or a comma list of instances; the one with the fewest requests in flight is next, and one that fails is left out for a while"),
            optional("rewrite", "what stands for `path` at the backend", "the path unchanged"),
            optional("timeout", "seconds from connecting to the last byte of the response head", "`REQUEST_TIMEOUT`"),
            optional("roles", "comma list; the caller needs one of them", "anybody with a token"),
            optional(
                    "limitPerMinute",
                    "requests of a caller in any 60 s, counted for this route apart",
                    "the gateway's"),
            optional(
                    "limitPerHour",
                    "requests of a caller in any 3,600 s, counted for this route apart",
                    "the gateway's"),
            new Parameter(
                    "retries",
                    "further attempts after a failure or a 502, 503 or 504; only for GET, HEAD, OPTIONS, PUT and DELETE with a body of 64 KB at most",
                    "0",
                    ""),
            new Parameter("cost", "how many requests a request counts as in the limits, 1 to 1000", "1", ""),
            optional(
                    "healthPath",
                    "path for a GET to each of several instances every 5 s; one without a 2xx within 2 s gets no requests",
                    "requests alone decide"),
            optional("maxBody", "largest request body, for instance `50MB`", "`MAX_REQUEST_BODY`"),
            new Parameter("methods", "comma list of methods", "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS", "all"),
            new Parameter(
                    "websocket", "`true` lets clients open a WebSocket; otherwise `Upgrade` is dropped", "false", ""),
            new Parameter(
                    "http2",
                    "`true` lets `https:` instances choose HTTP/2; an `h2c:` URL is HTTP/2 without TLS",
                    "false",
                    ""),
            optional("removeRequestHeaders", "comma list of headers that the backend does not get", "none"),
            optional(
                    "setRequestHeaders",
                    "headers for the backend, `Name: value` with a vertical bar between two; each replaces the client's",
                    "none"),
            optional(
                    "removeResponseHeaders",
                    "comma list of headers that the client does not get from the backend's answer",
                    "none"),
            optional(
                    "setResponseHeaders",
                    "headers of the backend's answer, written in the same way; each replaces the backend's",
                    "none"));

    /** The parameters without which a route cannot load. */
    public static final List<String> REQUIRED =
            ALL.stream().filter(Parameter::required).map(Parameter::name).toList();

    /** The optional parameters with their defaults. An empty default means the gateway's own setting. */
    public static final Map<String, String> OPTIONAL = defaults();

    private static final String MARKS = "-._~!$&'()+,:@%";

    /** Copies the URLs. */
    public BackendParameters {
        urls = List.copyOf(urls);
    }

    private static Parameter required(String name, String meaning) {
        return new Parameter(name, meaning, "", Parameter.REQUIRED);
    }

    private static Parameter optional(String name, String meaning, String otherwise) {
        return new Parameter(name, meaning, "", otherwise);
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        ALL.stream()
                .filter(parameter -> !parameter.required())
                .forEach(parameter -> defaults.put(parameter.name(), parameter.value()));
        return Collections.unmodifiableMap(defaults);
    }

    /**
     * Reads and checks parameters.
     *
     * @param value returns a parameter's value by its name, with placeholders resolved; empty if it is not given
     * @throws IllegalArgumentException naming the parameter, its value and what is accepted
     */
    public static BackendParameters of(UnaryOperator<String> value) {
        String path = value.apply("path");
        Values.require(
                isSegments(path) && path.indexOf('%') < 0 && !hasDotSegment(path),
                "path",
                path,
                "a path of segments, for instance /api/v1/invoices");
        String rewrite = value.apply("rewrite");
        Values.require(
                rewrite.isEmpty() || isPath(rewrite),
                "rewrite",
                rewrite,
                "a path that begins with /, without dot segments");
        String webSocket = value.apply("websocket");
        Values.require(webSocket.isEmpty() || webSocket.matches("true|false"), "websocket", webSocket, "true or false");
        List<URI> urls = urls(value.apply("url"));
        Values.require(
                !webSocket.equals("true") || urls.stream().noneMatch(BackendParameters::isH2c),
                "websocket",
                webSocket,
                "only false where a url is h2c:, because a WebSocket begins with HTTP/1.1");
        String healthPath = value.apply("healthPath");
        Values.require(
                healthPath.isEmpty() || urls.stream().noneMatch(BackendParameters::isH2c),
                "healthPath",
                healthPath,
                "only where no url is h2c:, because the checks use HTTP/1.1");
        String methods = value.apply("methods");
        List<String> listed = Values.list(methods.toUpperCase(Locale.ROOT));
        Values.require(
                !listed.isEmpty() && HttpMethods.ROUTED.containsAll(listed),
                "methods",
                methods,
                "a comma list of " + String.join(", ", HttpMethods.ROUTED));
        return new BackendParameters(
                path,
                service(value.apply("service")),
                urls,
                rewrite.isEmpty() ? null : rewrite,
                timeout(value.apply("timeout")),
                retries(value.apply("retries")),
                flag("http2", value.apply("http2")),
                healthPath(healthPath),
                HeaderEdits.of("RequestHeaders", value.apply("removeRequestHeaders"), value.apply("setRequestHeaders")),
                HeaderEdits.of(
                        "ResponseHeaders", value.apply("removeResponseHeaders"), value.apply("setResponseHeaders")));
    }

    private static boolean isH2c(URI url) {
        return url.getScheme().equalsIgnoreCase("h2c");
    }

    static boolean flag(String name, String text) {
        Values.require(text.isEmpty() || text.matches("true|false"), name, text, "true or false");
        return text.equals("true");
    }

    private static @Nullable String healthPath(String path) {
        Values.require(
                path.isEmpty() || isPath(path), "healthPath", path, "a path that begins with /, without dot segments");
        return path.isEmpty() ? null : path;
    }

    /** Whether a service may be called with this path. */
    static boolean isPath(String path) {
        boolean ends = path.length() > 1 && path.endsWith("/");
        return path.equals("/")
                || (isSegments(ends ? path.substring(0, path.length() - 1) : path) && !hasDotSegment(path));
    }

    private static boolean isSegments(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && c != '/' && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return path.startsWith("/") && !path.endsWith("/") && !path.contains("//");
    }

    static boolean hasDotSegment(String path) {
        String dots = path.replace("%2e", ".").replace("%2E", ".");
        return Arrays.stream(dots.split("/", -1)).anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    static String service(String name) {
        Values.require(name.matches("[A-Za-z0-9_-]{1,60}"), "service", name, "letters, digits, '_' and '-'");
        return name;
    }

    static List<URI> urls(String text) {
        return read("url", text, "one http, https or h2c URL, or a comma list of them", Values::urls);
    }

    static @Nullable Duration timeout(String text) {
        return text.isEmpty()
                ? null
                : read("timeout", text, "seconds above 0", seconds -> Values.seconds(seconds, 86_400));
    }

    static int retries(String text) {
        Values.require(text.matches("\\d?|10"), "retries", text, "0 to 10");
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static <T> T read(String name, String value, String accepted, Function<String, T> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw Values.unusable(name, Values.withoutPasswords(value), accepted);
        }
    }

    /** Creates the backend that these parameters describe. */
    public Backend backend(Services services, Duration defaultTimeout) {
        return new Backend(services, this, defaultTimeout);
    }
}
