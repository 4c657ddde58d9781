package com.fincloud.gateway.auth.jwks;

import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.fetch.DocumentFetcher;
import com.fincloud.gateway.fetch.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** Fetches a key set, or a document that names one, and returns its text and lifetime. */
final class KeySetClient implements KeySetDocument.Source {

    /** The total time from the request to the last byte of the response. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    static final int MAX_BYTES = 256 * 1024;

    /** The issuer's cache lifetime is limited to this range, so that a removed key does not stay valid for long. */
    static final Duration SHORTEST = Duration.ofMinutes(1);

    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[,\\s])max-age=\"?(\\d{1,9})");

    private static final Limits LIMITS = new Limits(TIMEOUT, TIMEOUT, 16 * 1024, MAX_BYTES);

    private final URI url;
    private final String userAgent;
    private final DocumentFetcher fetcher;

    /** Creates a client. A thread of {@code timer} ends fetches that take too long. */
    KeySetClient(URI url, KeySetConnection connection, BackgroundTasks timer) {
        this.url = url;
        this.userAgent = connection.userAgent();
        this.fetcher = new DocumentFetcher(LIMITS, timer::after, connection.tls(), connection.proxy());
    }

    @Override
    public KeySetDocument fetch() throws IOException {
        return fetch(url);
    }

    /** Fetches the document at {@code place} over the same connection settings. */
    KeySetDocument fetch(URI place) throws IOException {
        HttpGet request = new HttpGet(place);
        request.setHeader("Accept", "application/jwk-set+json, application/json");
        request.setHeader("Accept-Encoding", "gzip");
        request.setHeader("User-Agent", userAgent);
        return fetcher.fetch(request, this::document);
    }

    private KeySetDocument document(ClassicHttpResponse response) throws IOException {
        // Unlike new String(...), a decoder refuses malformed UTF-8.
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(fetcher.decodedBody(response)))
                .toString();
        return new KeySetDocument(text, lifetime(response));
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
        fetcher.close();
    }
}
