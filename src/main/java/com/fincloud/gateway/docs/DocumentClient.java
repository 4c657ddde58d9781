package com.fincloud.gateway.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches services' documents, over connections of its own: what hangs here keeps no call of a client waiting. No redirect is
 * followed, nothing is decompressed, and neither a slow nor an endless answer takes more than {@link #TIMEOUT} or {@link
 * BoundedJson#MAX_BYTES}.
 */
final class DocumentClient implements AutoCloseable {

    /** From the request to the last byte of the answer. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(2);

    /**
     * An answer.
     *
     * @param status 200, 304 or 404
     * @param body the document, empty unless the status is 200
     * @param etag what a later request may name, empty for none
     * @param lastModified the same
     */
    record Answer(int status, byte[] body, String etag, String lastModified) {}

    private final ScheduledExecutorService timer;
    private final CloseableHttpClient client;

    /** A client that ends what takes too long from a thread of {@code timer}. */
    DocumentClient(ScheduledExecutorService timer) {
        this.timer = timer;
        Http1Config limits = Http1Config.custom()
                .setMaxLineLength(8 * 1024)
                .setMaxHeaderCount(200)
                .build();
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(limits)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_TIMEOUT)
                                .setSocketTimeout(Timeout.of(TIMEOUT))
                                .build())
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setProtocolUpgradeEnabled(false)
                        .setAuthenticationEnabled(false)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableDefaultUserAgent()
                .build();
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
        ScheduledFuture<?> end = timer.schedule(request::cancel, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, DocumentClient::read);
        } catch (IOException e) {
            throw request.isCancelled() ? new IOException("no whole answer within " + TIMEOUT.toSeconds() + " s") : e;
        } finally {
            end.cancel(false);
        }
    }

    private static Answer read(ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        if (status == 304 || status == 404) {
            return new Answer(status, new byte[0], "", "");
        }
        if (status != 200 || response.getEntity() == null) {
            throw new IOException("it was answered with status " + status);
        }
        requireJson(first(response, "Content-Type"));
        if (!first(response, "Content-Encoding").isEmpty()) {
            throw new IOException("it came encoded, though nobody asked for that");
        }
        try (InputStream in = response.getEntity().getContent()) {
            byte[] bytes = in.readNBytes(BoundedJson.MAX_BYTES + 1);
            if (bytes.length > BoundedJson.MAX_BYTES) {
                throw new IOException("it has more than " + BoundedJson.MAX_BYTES + " bytes");
            }
            return new Answer(200, bytes, first(response, "ETag"), first(response, "Last-Modified"));
        }
    }

    private static void requireJson(String contentType) throws IOException {
        String type = contentType.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
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
        client.close(CloseMode.IMMEDIATE);
    }
}
