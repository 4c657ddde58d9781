package com.fincloud.gateway.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body has been read.
 *
 * @param id the number that stands for {@code {id}} in the path, 0 where there is none
 */
record Request(String method, String path, @Nullable String query, Headers headers, String body, long id) {

    static final int MAX_BODY = 1 << 20;

    /** Reads at most one byte more than is allowed, so that the service can tell. */
    static Request read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders(),
                new String(body, StandardCharsets.UTF_8),
                0);
    }

    Request withId(long number) {
        return new Request(method, path, query, headers, body, number);
    }

    /** Who calls, as the gateway says; nothing else in a request is believed. */
    long userId() {
        String user = headers.getFirst("X-User-ID");
        if (user == null || !user.matches("-?\\d{1,18}")) {
            throw new Problem(401, "X-User-ID header is missing: call this service through the gateway");
        }
        return Long.parseLong(user);
    }

    /** The token that the gateway verified and passed on. */
    String bearerToken() {
        String authorization = headers.getFirst("Authorization");
        return authorization == null ? "" : authorization.replaceFirst("(?i)^bearer +", "");
    }

    Fields fields() {
        return Fields.of(body);
    }

    /** The number in a query parameter. */
    Optional<Long> number(String name) {
        for (String parameter : (query == null ? "" : query).split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                String value = parameter.substring(name.length() + 1);
                if (!value.matches("\\d{1,18}")) {
                    throw new Problem(422, name + " is not usable (expected: a number)");
                }
                return Optional.of(Long.parseLong(value));
            }
        }
        return Optional.empty();
    }
}
