package com.fincloud.gateway.auth.jwks;

import com.fincloud.gateway.auth.token.TokenFault;
import com.fincloud.gateway.auth.token.TokenKeys;
import com.fincloud.gateway.auth.token.TokenSignature;
import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes, kept and followed. They are fetched in the background; what was fetched last goes on while the
 * issuer is away, and a key that it has removed verifies nothing from the next fetch on.
 *
 * <p>A token whose key is unknown starts a fetch, or joins the one under way, and waits for it: once in {@link #COOL_DOWN}, however
 * many such tokens come. A token whose key is known never waits.
 */
public final class PublishedKeys implements TokenKeys {

    /** Between two fetches that unknown keys start. */
    static final Duration COOL_DOWN = Duration.ofSeconds(10);

    /** Until the next try after a failure, while no key is known, and while keys are. */
    static final Duration RETRY_WITHOUT_KEYS = Duration.ofSeconds(2);

    static final Duration RETRY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Requests that wait at once. More are judged without a wait, so that on platform threads most stay for the others. */
    private static final int MOST_WAITING = 500;

    private final String algorithm;
    private final Clock clock;
    private final Function<BackgroundTasks, KeySetDocument.Source> connector;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    private volatile KeySet keys = KeySet.EMPTY;
    private @Nullable BackgroundTasks threads;
    private KeySetDocument.@Nullable Source source;
    private @Nullable CountDownLatch fetching;
    private Instant lastDemand = Instant.MIN;
    private Instant lastFetch = Instant.MIN;
    private Duration untilNext = Duration.ZERO;
    private boolean lost;

    /** Keys for {@code algorithm} from a source that is opened, with threads for its use, by {@link #start}. */
    public PublishedKeys(String algorithm, Clock clock, Function<BackgroundTasks, KeySetDocument.Source> connector) {
        this.algorithm = algorithm;
        this.clock = clock;
        this.connector = connector;
    }

    @Override
    public TokenSignature of(@Nullable String id) {
        TokenSignature key = keys.find(id);
        // Which of several keys a nameless token means does not become clear by fetching them again.
        if (key == null && (id != null || keys.isEmpty())) {
            awaitFetch();
            key = keys.find(id);
        }
        if (key == null) {
            throw TokenFault.UNKNOWN_KEY.refusal();
        }
        return key;
    }

    @Override
    public boolean trusts(TokenSignature key) {
        return keys.contains(key);
    }

    @Override
    public synchronized void start() {
        // One fetches; the other looks at the clock, and ends a fetch that takes too long.
        threads = new BackgroundTasks(BackgroundTask.TOKEN_KEYS, 2);
        source = connector.apply(threads);
        threads.every(Duration.ZERO, LOOK, this::fetchWhenDue);
    }

    private synchronized void fetchWhenDue() {
        if (fetching == null && hasPassed(untilNext, lastFetch)) {
            fetch();
        }
    }

    private void awaitFetch() {
        CountDownLatch fetch = demand();
        if (fetch == null || !waiting.tryAcquire()) {
            return;
        }
        try {
            // Whether it has ended or not, the token is judged by what is known then.
            fetch.await(KeySetClient.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.release();
        }
    }

    /** The fetch that a token may wait for, null when there was one just now. */
    private synchronized @Nullable CountDownLatch demand() {
        if (fetching == null && hasPassed(COOL_DOWN, lastDemand)) {
            lastDemand = clock.instant();
            fetch();
        }
        return fetching;
    }

    /** A clock that was set back must not stop anything. */
    private boolean hasPassed(Duration time, Instant since) {
        Instant now = clock.instant();
        return since.equals(Instant.MIN) || now.isBefore(since) || !now.isBefore(since.plus(time));
    }

    private synchronized void fetch() {
        KeySetDocument.Source from = source;
        if (threads != null && from != null && isOpen()) {
            fetching = new CountDownLatch(1);
            boolean begun = false;
            try {
                threads.run(() -> follow(from));
                begun = true;
            } finally {
                if (!begun) {
                    ended(RETRY); // no thread could be started; a fetch that never ends would be the last one
                }
            }
        }
    }

    private synchronized boolean isOpen() {
        return threads != null && !threads.isClosed();
    }

    private void follow(KeySetDocument.Source from) {
        Duration next = keys.isEmpty() ? RETRY_WITHOUT_KEYS : RETRY;
        try {
            KeySetDocument document = from.fetch();
            replace(keys.next(document.text(), algorithm));
            next = document.lifetime();
        } catch (IOException | RuntimeException e) {
            // Whatever an answer makes a parser or a provider throw, what is known stays.
            if (isOpen()) {
                reportLoss(e);
            }
        } finally {
            ended(next);
        }
    }

    private synchronized void ended(Duration next) {
        lastFetch = clock.instant();
        untilNext = next;
        if (fetching != null) {
            fetching.countDown();
        }
        fetching = null;
    }

    private void replace(KeySet next) {
        if (lost) {
            lost = false;
            LOG.atInfo().log("Key set available again");
        }
        if (next != keys) {
            keys = next;
            LOG.atInfo().addKeyValue("keys", next.ids()).log("Key set loaded");
        }
    }

    private void reportLoss(Exception cause) {
        if (!lost) {
            lost = true;
            LOG.atWarn()
                    .addKeyValue("error", cause.getMessage() == null ? cause.toString() : cause.getMessage())
                    .addKeyValue("keys", keys.ids())
                    .log("Key set unavailable");
        }
    }

    @Override
    public synchronized void close() {
        if (threads != null) {
            threads.close();
        }
        if (source != null) {
            source.close();
        }
        if (fetching != null) {
            fetching.countDown();
        }
    }
}
