package com.fincloud.gateway.openapi;

import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.openapi.merge.DocumentStatus;
import com.fincloud.gateway.openapi.merge.DocumentStatus.State;
import com.fincloud.gateway.openapi.sanitize.DocumentException;
import com.fincloud.gateway.openapi.sanitize.ServiceDocument;
import com.fincloud.gateway.settings.value.Values;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service's document: its URL, the last good document, and the time of the last fetch. An unusable document never replaces a good
 * document.
 */
final class DocumentSource {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentSource.class);

    /** The paths to try: the path of FastAPI and of the contract, then the path of springdoc. */
    private static final List<String> PLACES = List.of("/openapi.json", "/v3/api-docs");

    private static final int MAX_INSTANCES = 3;

    private static final DocumentClient.Answer NOTHING = new DocumentClient.Answer(0, new byte[0], "", "");

    private final String service;
    private final List<URI> urls;
    private final Clock clock;
    private final AtomicBoolean fetching = new AtomicBoolean();

    private volatile DocumentClient.Answer good = NOTHING;
    private volatile DocumentStatus status;
    private volatile long nextNanos = System.nanoTime();
    private final AtomicInteger version = new AtomicInteger();

    /** Creates the source for a service with these base URLs, without fetching. */
    DocumentSource(String service, List<URI> urls, Clock clock) {
        this.service = service;
        this.urls = urls;
        this.clock = clock;
        this.status = new DocumentStatus(service, State.UNKNOWN, null, null);
    }

    DocumentStatus status() {
        return status;
    }

    /** A number that grows whenever the merged document must change. */
    int version() {
        return version.get();
    }

    /** The last good document; null if there is none. */
    @Nullable
    ServiceDocument document() {
        byte[] bytes = good.body();
        if (bytes.length == 0) {
            return null;
        }
        try {
            return ServiceDocument.read(bytes);
        } catch (DocumentException e) {
            throw new IllegalStateException(e); // it was parsed successfully before it was stored
        }
    }

    /** Whether the next fetch is due and not in progress. If true, the caller must fetch. */
    boolean claim() {
        return nextNanos - System.nanoTime() <= 0 && fetching.compareAndSet(false, true);
    }

    /** Fetches the document. The next fetch is due {@code pauseNanos} later. */
    void refresh(DocumentClient client, long pauseNanos) {
        try {
            DocumentClient.Answer answer = fetch(client);
            if (answer.status() == 200 && !Arrays.equals(answer.body(), good.body())) {
                ServiceDocument.read(answer.body());
                good = answer;
                version.incrementAndGet();
            } else if (answer.status() == 200) {
                good = answer; // its entity tag may have changed
            }
            become(new DocumentStatus(service, State.LIVE, clock.instant(), null));
        } catch (IOException e) {
            failed(client, reason(e));
        } catch (DocumentException e) {
            failed(client, e.reason());
        } catch (RuntimeException | StackOverflowError e) {
            FatalErrors.check(e);
            failed(client, "it could not be read");
        } finally {
            nextNanos = System.nanoTime() + pauseNanos;
            fetching.set(false);
        }
    }

    /** Fetches from the first instance that responds. If one path has no document, the next path is tried. */
    private DocumentClient.Answer fetch(DocumentClient client) throws IOException {
        IOException failure = new IOException("no instance has it");
        for (URI url : urls.subList(0, Math.min(MAX_INSTANCES, urls.size()))) {
            try {
                for (String place : PLACES) {
                    DocumentClient.Answer answer =
                            client.fetch(URI.create(Values.withoutSlashesAtEnd(http1(url)) + place), good);
                    if (answer.status() != 404) {
                        return answer;
                    }
                }
                failure = new IOException("it was answered with status 404");
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    /** The URL for HTTP/1.1, in which documents are fetched: many services that speak HTTP/2 without TLS speak both. */
    private static String http1(URI url) {
        return "h2c".equalsIgnoreCase(url.getScheme()) ? "http:" + url.getRawSchemeSpecificPart() : url.toString();
    }

    /** The reason without the exception's message, which may contain an internal address. */
    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return e.getClass() == IOException.class && !message.contains("://")
                ? message
                : "no connection, or it broke off";
    }

    private void failed(DocumentClient client, String reason) {
        if (client.isClosed()) {
            return;
        }
        Instant seen = status.lastSeen();
        become(new DocumentStatus(service, seen == null ? State.UNKNOWN : State.LAST_KNOWN, seen, reason));
    }

    private void become(DocumentStatus next) {
        DocumentStatus before = status;
        status = next;
        if (before.state() != next.state()) {
            version.incrementAndGet();
        }
        boolean lost = next.error() != null && !next.error().equals(before.error());
        if (lost) {
            LOG.atWarn()
                    .addKeyValue("service", service)
                    .addKeyValue("error", next.error())
                    .log("API document unavailable");
        } else if (next.state() == State.LIVE && before.state() != State.LIVE) {
            LOG.atInfo().addKeyValue("service", service).log("API document read");
        }
    }
}
