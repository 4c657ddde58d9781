package com.fincloud.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** Server-sent events, each written when its time has come. */
record EventStream(String event, List<?> data, Duration pause) implements Answer {

    @Override
    public void send(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int index = 0; index < data.size(); index++) {
                if (index > 0) {
                    Thread.sleep(pause.toMillis());
                }
                String json = new String(Json.bytes(data.get(index)), UTF_8);
                out.write("id: %d\nevent: %s\ndata: %s\n\n"
                        .formatted(index + 1, event, json)
                        .getBytes(UTF_8));
                out.flush();
            }
        }
    }
}
