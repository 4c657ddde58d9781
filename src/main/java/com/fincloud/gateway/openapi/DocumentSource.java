package com.fincloud.gateway.openapi;

import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.openapi.merge.DocumentStatus;
import com.fincloud.gateway.openapi.merge.DocumentStatus.State;
import com.fincloud.gateway.openapi.sanitize.DocumentException;
import com.fincloud.gateway.openapi.sanitize.ServiceDocument;
import com.fincloud.gateway.settings.Values;
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

/** One service's document: where it is, what was last got from there, and when. What is unusable never replaces what was good. */
final class DocumentSource {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentSource.class);

    /** FastAPI's place and the contract's; springdoc's. */
    private static final List<String> PLACES = List.of("/openapi.json", "/v3/api-docs");

    private static final int MOST_INSTANCES = 3;

    private static final DocumentClient.Answer NOTHING = new DocumentClient.Answer(0, new byte[0], "", "");

    private final String service;
    private final List<URI> urls;
    private final Clock clock;
    private final AtomicBoolean fetching = new AtomicBoolean();

    private volatile DocumentClient.Answer good = NOTHING;
    private volatile DocumentStatus status;
    private volatile long nextNanos = System.nanoTime();
    private final AtomicInteger version = new AtomicInteger();

    /** The document of a service with these base URLs, not asked for yet. */
    DocumentSource(String service, List<URI> urls, Clock clock) {
        this.service = service;
        this.urls = urls;
        this.clock = clock;
        this.status = new DocumentStatus(service, State.UNKNOWN, null, null);
    }

    DocumentStatus status() {
        return status;
    }

    /** Grows whenever the merged document has to change. */
    int version() {
        return version.get();
    }

    /** The last good document, null for none. */
    @Nullable
    ServiceDocument document() {
        byte[] bytes = good.body();
        if (bytes.length == 0) {
            return null;
        }
        try {
            return ServiceDocument.read(bytes);
        } catch (DocumentException e) {
            throw new IllegalStateException(e); // it was read before it became the good one
        }
    }

    /** Whether it is time to ask again, and nobody does; then the caller does. */
    boolean claim() {
        return nextNanos - System.nanoTime() <= 0 && fetching.compareAndSet(false, true);
    }

    /** Asks for the document; the next time is {@code pauseNanos} later. */
    void refresh(DocumentClient client, long pauseNanos) {
        try {
            DocumentClient.Answer answer = fetch(client);
            if (answer.status() == 200 && !Arrays.equals(answer.body(), good.body())) {
                ServiceDocument.read(answer.body());
                good = answer;
                version.incrementAndGet();
            } else if (answer.status() == 200) {
                good = answer; // its tag may be another
            }
            become(new DocumentStatus(service, State.LIVE, clock.instant(), null));
        } catch (IOException e) {
            failed(reason(e));
        } catch (DocumentException e) {
            failed(e.reason());
        } catch (RuntimeException | StackOverflowError e) {
            FatalErrors.check(e);
            failed("it could not be read");
        } finally {
            nextNanos = System.nanoTime() + pauseNanos;
            fetching.set(false);
        }
    }

    /** The first instance that answers; where one place has nothing, the other may. */
    private DocumentClient.Answer fetch(DocumentClient client) throws IOException {
        IOException failure = new IOException("no instance has it");
        for (URI url : urls.subList(0, Math.min(MOST_INSTANCES, urls.size()))) {
            try {
                for (String place : PLACES) {
                    DocumentClient.Answer answer =
                            client.fetch(URI.create(Values.withoutSlashesAtEnd(url.toString()) + place), good);
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

    /** An exception's own words may hold an internal address. */
    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return e.getClass() == IOException.class && !message.contains("://")
                ? message
                : "no connection, or it broke off";
    }

    private void failed(String reason) {
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
