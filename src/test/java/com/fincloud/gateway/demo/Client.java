package com.fincloud.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls a service as the gateway does, over a socket. */
record Client(DemoService service, HttpClient http) {

    static Client of(DemoService service) {
        return new Client(service, HttpClient.newHttpClient());
    }

    /** An answer with its JSON, or a missing node where the body is none. */
    record Reply(int status, JsonNode json, HttpResponse<String> response) {}

    Reply get(String path) throws IOException, InterruptedException {
        return call("GET", path, 0, "");
    }

    Reply get(String path, long user) throws IOException, InterruptedException {
        return call("GET", path, user, "");
    }

    Reply post(String path, String json) throws IOException, InterruptedException {
        return call("POST", path, 0, json);
    }

    Reply post(String path, long user, String json) throws IOException, InterruptedException {
        return call("POST", path, user, json);
    }

    /** Sends a request in the name of {@code user}; 0 is nobody. */
    Reply call(String method, String path, long user, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (user != 0) {
            request.header("X-User-ID", Long.toString(user));
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        boolean json = response.headers().firstValue("Content-Type").orElse("").equals("application/json");
        return new Reply(
                response.statusCode(),
                Json.MAPPER.readTree(json && !response.body().isEmpty() ? response.body() : ""),
                response);
    }
}
