package com.fincloud.gateway.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * Fetches a key set from its URL and from nowhere else: no redirect is followed, nothing is kept but the text, and neither a slow nor
 * an endless answer takes more than {@link #TIMEOUT} or {@link #MAX_BYTES}.
 */
final class KeySetClient implements KeySetDocument.Source {

    /** From the request to the last byte of the answer. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    static final int MAX_BYTES = 256 * 1024;

    /** A lifetime that the issuer states counts between these bounds: a key that it removes must not go on for long. */
    static final Duration SHORTEST = Duration.ofMinutes(1);

    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[,\\s])max-age=\"?(\\d{1,9})");

    private final URI url;
    private final ScheduledExecutorService timer;
    private final CloseableHttpClient client;

    /** A client that ends what takes too long from a thread of {@code timer}. */
    KeySetClient(URI url, ScheduledExecutorService timer) {
        this.url = url;
        this.timer = timer;
        Timeout timeout = Timeout.of(TIMEOUT);
        Http1Config limits = Http1Config.custom()
                .setMaxLineLength(16 * 1024)
                .setMaxHeaderCount(200)
                .build();
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(limits)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
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

    @Override
    public KeySetDocument fetch() throws IOException {
        HttpGet request = new HttpGet(url);
        request.setHeader("Accept", "application/jwk-set+json, application/json");
        ScheduledFuture<?> end = timer.schedule(request::cancel, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, KeySetClient::document);
        } catch (IOException e) {
            throw request.isCancelled() ? new IOException("no whole answer within " + TIMEOUT.toSeconds() + " s") : e;
        } finally {
            end.cancel(false);
        }
    }

    private static KeySetDocument document(ClassicHttpResponse response) throws IOException {
        if (response.getCode() != 200 || response.getEntity() == null) {
            throw new IOException("it was answered with status " + response.getCode());
        }
        try (InputStream in = response.getEntity().getContent()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            // Unlike new String(...), a decoder refuses malformed UTF-8.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new KeySetDocument(text, lifetime(response));
        }
    }

    private static Duration lifetime(ClassicHttpResponse response) {
        for (Header header : response.getHeaders("Cache-Control")) {
            Matcher age = MAX_AGE.matcher(header.getValue());
            if (age.find()) {
                Duration stated = Duration.ofSeconds(Long.parseLong(age.group(1)));
                return stated.compareTo(SHORTEST) < 0 ? SHORTEST : stated.compareTo(LONGEST) > 0 ? LONGEST : stated;
            }
        }
        return LONGEST;
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
