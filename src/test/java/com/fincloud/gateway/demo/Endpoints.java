package com.fincloud.gateway.demo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a service serves, in the order in which paths are tried. A path answers with and without its trailing slash; {@code {id}}
 * stands for a whole number.
 */
public final class Endpoints {

    private final List<Endpoint> endpoints = new ArrayList<>();

    void get(String path, Function<Request, Answer> action) {
        add("GET", path, true, action);
    }

    void post(String path, Function<Request, Answer> action) {
        add("POST", path, true, action);
    }

    void put(String path, Function<Request, Answer> action) {
        add("PUT", path, true, action);
    }

    /** Serves an operation that the service's own document leaves out. */
    void undocumented(String method, String path, Function<Request, Answer> action) {
        add(method, path, false, action);
    }

    private void add(String method, String path, boolean documented, Function<Request, Answer> action) {
        String bare = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Pattern pattern = Pattern.compile(bare.replace(".", "\\.").replace("{id}", "(\\d{1,18})") + "/?");
        endpoints.add(new Endpoint(method, path, documented, pattern, action));
    }

    /** The documented operations, for instance {@code GET /api/v1/accounts/}. */
    List<String> documented() {
        return endpoints.stream()
                .filter(Endpoint::documented)
                .map(endpoint -> endpoint.method() + " " + endpoint.path())
                .toList();
    }

    Answer answer(Request request) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        Set<String> allowed = new LinkedHashSet<>();
        for (Endpoint endpoint : endpoints) {
            Matcher matcher = endpoint.pattern().matcher(request.path());
            if (!matcher.matches()) {
                continue;
            }
            if (endpoint.method().equals(method)) {
                long id = matcher.groupCount() == 0 ? 0 : Long.parseLong(matcher.group(1));
                return endpoint.action().apply(request.withId(id));
            }
            allowed.add(endpoint.method());
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        throw allowed.isEmpty()
                ? new Problem(404, "Not Found")
                : new Problem(405, "Method Not Allowed", Map.of("Allow", String.join(", ", allowed)));
    }

    private record Endpoint(
            String method, String path, boolean documented, Pattern pattern, Function<Request, Answer> action) {}
}
