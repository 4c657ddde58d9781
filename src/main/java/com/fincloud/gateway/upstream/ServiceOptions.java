package com.fincloud.gateway.upstream;

import com.fincloud.gateway.settings.value.Values;
import com.fincloud.gateway.upstream.client.request.HeaderEdits;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The options that a plain route may add to {@code http:name?url=…}.
 *
 * @param path the path at the service, instead of the client's path; the client's query is not sent then
 * @param method the method, instead of the client's method
 * @param throwExceptionOnFailure whether a response that is not 2xx is a failure (502)
 * @param cacheSeconds how many seconds a response to GET is stored; 0 disables the cache
 * @param cacheShared whether all users may get the same stored response
 */
record ServiceOptions(
        @Nullable String path,
        @Nullable String method,
        boolean throwExceptionOnFailure,
        int cacheSeconds,
        boolean cacheShared) {

    private static final Set<String> NAMES = new TreeSet<>(List.of(
            "url",
            "path",
            "method",
            "prefix",
            "rewrite",
            "timeout",
            "retries",
            "http2",
            "throwExceptionOnFailure",
            "cacheSeconds",
            "cacheShared"));

    private static final Set<String> METHODS = new TreeSet<>(Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));

    /**
     * Reads the options that do not describe the backend.
     *
     * @throws IllegalArgumentException naming the option, its value and what is accepted
     */
    static ServiceOptions of(Map<String, Object> given) {
        for (String name : given.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "http:service?url=… has no option '" + name + "' (it has " + String.join(", ", NAMES) + ")");
            }
        }
        String path = text(given, "path");
        Values.require(path.isEmpty() || BackendParameters.isPath(path), "path", path, "a path that begins with /");
        Values.require(path.isEmpty() || text(given, "rewrite").isEmpty(), "path", path, "either path or rewrite");
        String method = text(given, "method");
        Values.require(method.isEmpty() || METHODS.contains(method), "method", method, "one of " + METHODS);
        String seconds = text(given, "cacheSeconds");
        Values.require(seconds.isEmpty() || seconds.matches("[1-9]\\d{0,4}"), "cacheSeconds", seconds, "1 to 99999");
        return new ServiceOptions(
                path.isEmpty() ? null : path,
                method.isEmpty() ? null : method,
                flag(given, "throwExceptionOnFailure"),
                seconds.isEmpty() ? 0 : Integer.parseInt(seconds),
                flag(given, "cacheShared"));
    }

    /**
     * Reads the options that describe the backend.
     *
     * @throws IllegalArgumentException naming the option, its value and what is accepted
     */
    static BackendParameters backend(String service, Map<String, Object> given) {
        String prefix = text(given, "prefix");
        String rewrite = text(given, "rewrite");
        Values.require(
                prefix.isEmpty() || BackendParameters.isPath(prefix), "prefix", prefix, "a path that begins with /");
        Values.require(
                rewrite.isEmpty() || BackendParameters.isPath(rewrite),
                "rewrite",
                rewrite,
                "a path that begins with /");
        Values.require(prefix.isEmpty() == rewrite.isEmpty(), "rewrite", rewrite, "prefix and rewrite, or neither");
        List<URI> urls = BackendParameters.urls(text(given, "url"));
        return new BackendParameters(
                prefix,
                BackendParameters.service(service),
                urls,
                rewrite.isEmpty() ? null : rewrite,
                BackendParameters.timeout(text(given, "timeout")),
                BackendParameters.retries(text(given, "retries")),
                BackendParameters.flag("http2", text(given, "http2")),
                null,
                HeaderEdits.NONE,
                HeaderEdits.NONE);
    }

    private static String text(Map<String, Object> given, String name) {
        Object value = given.get(name);
        return value == null ? "" : value.toString().strip();
    }

    private static boolean flag(Map<String, Object> given, String name) {
        String text = text(given, name);
        Values.require(text.isEmpty() || text.matches("true|false"), name, text, "true or false");
        return text.equals("true");
    }
}
