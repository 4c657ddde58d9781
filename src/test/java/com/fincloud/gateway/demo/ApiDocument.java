package com.fincloud.gateway.demo;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The gateway's API document, as a client gets it. */
final class ApiDocument {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private ApiDocument() {}

    /** The document's text once each of the demo's services is described by itself. */
    static String awaitLive(String gateway) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> HTTP.send(
                                        HttpRequest.newBuilder(URI.create(gateway + "/openapi.json"))
                                                .build(),
                                        BodyHandlers.ofString())
                                .body(),
                        ApiDocument::isLive);
    }

    private static boolean isLive(String text) {
        JsonNode services = read(text).path("x-gateway-services");
        return services.findValuesAsText("document").stream()
                        .filter("live"::equals)
                        .count()
                == 3;
    }

    /** The text as a tree. */
    static JsonNode read(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
