package com.fincloud.gateway.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;

/** What a service answers. */
@FunctionalInterface
interface Answer {

    /** Writes status, headers and, unless the method is HEAD, the body. */
    void send(HttpExchange exchange) throws IOException, InterruptedException;

    static Answer ok(Object body) {
        return of(200, body);
    }

    static Answer created(Object body) {
        return of(201, body);
    }

    static Answer of(int status, Object body) {
        return new JsonAnswer(status, body, Map.of());
    }

    static Answer noContent() {
        return exchange -> exchange.sendResponseHeaders(204, -1);
    }
}
