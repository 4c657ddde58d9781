package com.fincloud.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads JSON from the management port of a running gateway. It follows no redirect and reads a bounded number of bytes. */
final class ManagementClient {

    private static final int TIMEOUT_MILLIS = 5000;
    private static final int MOST_BYTES = 4 << 20;

    private final URI base;

    /**
     * Creates a client of the port at {@code url}.
     *
     * @throws IllegalArgumentException if it is not a URL with {@code http} or {@code https}
     */
    ManagementClient(String url) {
        String text = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.base = URI.create(text);
        boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!http || base.getHost() == null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "--management=" + url + " is not usable (accepted: a URL such as http://localhost:8081)");
        }
    }

    /**
     * The JSON at a path whose last segment is {@code segment}.
     *
     * @throws IOException if the port does not answer in 5 s, or with something else
     */
    JsonNode get(String path, String segment) throws IOException {
        URI target = URI.create(
                base + path + URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"));
        URLConnection opened = target.toURL().openConnection();
        if (!(opened instanceof HttpURLConnection connection)) {
            throw new IOException("no HTTP");
        }
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestProperty("Accept", "application/json");
        try {
            int status = connection.getResponseCode();
            JsonNode answer = read(status == 200 ? connection.getInputStream() : connection.getErrorStream());
            if (status != 200
                    && (status != 404 || !answer.path("detail").asText().startsWith("No failed request"))) {
                String detail = answer.path("detail").asText();
                throw new IOException("status " + status + (detail.isEmpty() ? "" : ", " + detail));
            }
            return answer;
        } finally {
            connection.disconnect();
        }
    }

    private static JsonNode read(@Nullable InputStream body) throws IOException {
        if (body == null) {
            return new ObjectMapper().createObjectNode();
        }
        try (body) {
            JsonNode read = new ObjectMapper().readTree(body.readNBytes(MOST_BYTES));
            return read == null ? new ObjectMapper().createObjectNode() : read;
        }
    }
}
