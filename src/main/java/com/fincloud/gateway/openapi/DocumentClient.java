package com.fincloud.gateway.openapi;

import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.fetch.DocumentFetcher;
import com.fincloud.gateway.fetch.Limits;
import com.fincloud.gateway.openapi.sanitize.BoundedJson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** Fetches documents from services, with conditional requests, and accepts only JSON. */
final class DocumentClient implements AutoCloseable {

    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(5), Duration.ofSeconds(2), 8 * 1024, BoundedJson.MAX_BYTES);

    /**
     * A response.
     *
     * @param status 200, 304 or 404
     * @param body the document; empty unless the status is 200
     * @param etag the entity tag for a later conditional request; empty for none
     * @param lastModified the date for a later conditional request; empty for none
     */
    record Answer(int status, byte[] body, String etag, String lastModified) {}

    private final DocumentFetcher fetcher;
    private volatile boolean closed;

    /** Creates a client. A thread of {@code timer} ends fetches that take too long; connections to https services use {@code tls}. */
    DocumentClient(BackgroundTasks timer, TlsSocketStrategy tls) {
        fetcher = new DocumentFetcher(LIMITS, timer::after, tls);
    }

    /**
     * Fetches a document, if it has changed since {@code earlier}.
     *
     * @throws IOException if there is no response, or it cannot be a document
     */
    Answer fetch(URI url, Answer earlier) throws IOException {
        HttpGet request = new HttpGet(url);
        request.setHeader("Accept", "application/json");
        if (!earlier.etag().isEmpty()) {
            request.setHeader("If-None-Match", earlier.etag());
        } else if (!earlier.lastModified().isEmpty()) {
            request.setHeader("If-Modified-Since", earlier.lastModified());
        }
        return fetcher.fetch(request, this::read);
    }

    private Answer read(ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        if (status == 304 || status == 404) {
            return new Answer(status, new byte[0], "", "");
        }
        if (status == 200) {
            requireJson(first(response, "Content-Type"));
            if (!first(response, "Content-Encoding").isEmpty()) {
                throw new IOException("it came encoded, though nobody asked for that");
            }
        }
        return new Answer(200, fetcher.body(response), first(response, "ETag"), first(response, "Last-Modified"));
    }

    private static void requireJson(String contentType) throws IOException {
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!type.isEmpty() && !type.matches("application/([\\w.-]+\\+)?json")) {
            throw new IOException("its content type is not JSON");
        }
    }

    private static String first(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null || header.getValue() == null ? "" : header.getValue();
    }

    /** Whether a fetch may have failed only because the gateway stops. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        fetcher.close();
    }
}
