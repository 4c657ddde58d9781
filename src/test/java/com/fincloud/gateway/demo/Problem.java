package com.fincloud.gateway.demo;

import java.util.Map;

/** A request that a service refuses: the status, and the sentence of {@code detail}. */
final class Problem extends RuntimeException {

    private final int status;
    private final Map<String, String> headers;

    Problem(int status, String detail) {
        this(status, detail, Map.of());
    }

    Problem(int status, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    static Problem notFound(String what) {
        return new Problem(404, what + " not found");
    }

    Answer answer() {
        return new JsonAnswer(status, Map.of("detail", String.valueOf(getMessage())), headers);
    }
}
