package com.fincloud.gateway.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Fetches documents from the given URL only, over separate connections, so that a hanging fetch delays no client request. It follows no
 * redirects and stores no cookies, and uses a proxy only if it is given one. A slow or endless response ends at its {@link Limits}.
 */
public final class DocumentFetcher implements AutoCloseable {

    private static final int MAX_HEADERS = 200;

    /** Runs an action once, after a delay. */
    @FunctionalInterface
    public interface Timer {

        /** Runs {@code action} after {@code delay}, unless the returned future is cancelled before. */
        Future<?> after(Duration delay, Runnable action);
    }

    private final Limits limits;
    private final Timer timer;
    private final CloseableHttpClient client;

    /** Creates a fetcher. A thread of {@code timer} ends fetches that take too long; https URLs use {@code tls}. */
    public DocumentFetcher(Limits limits, Timer timer, TlsSocketStrategy tls) {
        this(limits, timer, tls, null);
    }

    /** Creates a fetcher that reaches every server through {@code proxy}, unless that is null. */
    public DocumentFetcher(Limits limits, Timer timer, TlsSocketStrategy tls, @Nullable HttpHost proxy) {
        this.limits = limits;
        this.timer = timer;
        Http1Config heads = Http1Config.custom()
                .setMaxLineLength(limits.lineBytes())
                .setMaxHeaderCount(MAX_HEADERS)
                .build();
        this.client = HttpClients.custom()
                .setProxy(proxy)
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(tls)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(heads)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(limits.connectTime()))
                                .setSocketTimeout(Timeout.of(limits.time()))
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
     * Fetches and returns the result of {@code read} for the response. Throws {@link IOException} if there is no complete response in time.
     */
    public <T> T fetch(HttpGet request, HttpClientResponseHandler<T> read) throws IOException {
        Future<?> end = timer.after(limits.time(), request::cancel);
        try {
            return client.execute(request, read);
        } catch (IOException e) {
            throw request.isCancelled()
                    ? new IOException("no whole answer within " + limits.time().toSeconds() + " s")
                    : e;
        } finally {
            end.cancel(false);
        }
    }

    /**
     * The body of a response with status 200. Throws {@link IOException} if the status is different, or the body is missing or too long.
     */
    public byte[] body(ClassicHttpResponse response) throws IOException {
        if (response.getCode() != 200 || response.getEntity() == null) {
            throw new IOException("it was answered with status " + response.getCode());
        }
        try (InputStream in = response.getEntity().getContent()) {
            return bounded(in);
        }
    }

    /**
     * The body of a response with status 200, decompressed if its {@code Content-Encoding} is gzip (RFC 9110 section 8.4.1.3). The limit
     * holds for the decompressed bytes. Throws {@link IOException} like {@link #body}, and for any other coding.
     */
    public byte[] decodedBody(ClassicHttpResponse response) throws IOException {
        Header[] codings = response.getHeaders("Content-Encoding");
        String coding =
                codings.length == 0 ? "identity" : codings[0].getValue().strip().toLowerCase(Locale.ROOT);
        if (codings.length > 1 || !Set.of("identity", "gzip", "x-gzip").contains(coding)) {
            throw new IOException("its Content-Encoding is not gzip");
        }
        byte[] body = body(response);
        if (coding.equals("identity")) {
            return body;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return bounded(in);
        }
    }

    private byte[] bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(limits.bodyBytes() + 1);
        if (bytes.length > limits.bodyBytes()) {
            throw new IOException("it has more than " + limits.bodyBytes() + " bytes");
        }
        return bytes;
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
