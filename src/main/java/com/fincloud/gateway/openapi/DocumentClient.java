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

/** Asks services for their documents: only for what is new, and takes nothing but JSON. */
final class DocumentClient implements AutoCloseable {

    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(5), Duration.ofSeconds(2), 8 * 1024, BoundedJson.MAX_BYTES);

    /**
     * An answer.
     *
     * @param status 200, 304 or 404
     * @param body the document, empty unless the status is 200
     * @param etag what a later request may name, empty for none
     * @param lastModified the same
     */
    record Answer(int status, byte[] body, String etag, String lastModified) {}

    private final DocumentFetcher fetcher;

    /** A client that ends what takes too long from a thread of {@code timer}, and goes to https services over {@code tls}. */
    DocumentClient(BackgroundTasks timer, TlsSocketStrategy tls) {
        fetcher = new DocumentFetcher(LIMITS, timer::after, tls);
    }

    /**
     * Asks for a document, unless it is the one that {@code earlier} brought.
     *
     * @throws IOException when there is no answer, or none that may be a document
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

    @Override
    public void close() {
        fetcher.close();
    }
}
