package com.fincloud.gateway.auth.jwks;

import com.fincloud.gateway.auth.token.KeyStatus;
import com.fincloud.gateway.auth.token.TokenFault;
import com.fincloud.gateway.auth.token.TokenKeys;
import com.fincloud.gateway.auth.token.TokenSignature;
import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer's key set, fetched in the background. While the issuer is unavailable, the last fetched keys stay in use. A key
 * that the issuer has removed verifies nothing after the next fetch.
 *
 * <p>A token with an unknown key starts a fetch, or joins a fetch in progress, and its request waits for it ({@link KeyWait}). Such tokens
 * start at most one fetch in {@link #COOL_DOWN}, however many arrive. A token with a known key never waits.
 */
public final class PublishedKeys implements TokenKeys {

    /** The minimum time between two fetches because of unknown keys. */
    static final Duration COOL_DOWN = Duration.ofSeconds(10);

    /** The time until the next attempt after a failure, without known keys and with known keys. */
    static final Duration RETRY_WITHOUT_KEYS = Duration.ofSeconds(2);

    static final Duration RETRY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final String issuer;
    private final List<String> algorithms;
    private final Clock clock;
    private final Function<BackgroundTasks, KeySetDocument.Source> connector;

    private volatile KeySet keys = KeySet.EMPTY;
    private @Nullable BackgroundTasks threads;
    private KeySetDocument.@Nullable Source source;
    private @Nullable CompletableFuture<Void> fetching;
    private Instant lastDemand = Instant.MIN;
    private Instant lastFetch = Instant.MIN;
    private Duration untilNext = Duration.ZERO;
    private volatile boolean lost;
    private volatile @Nullable Instant fetched;

    /**
     * Creates keys for {@code algorithms}. {@link #start} opens the source and gives it threads.
     *
     * @param issuer the issuer's name in logs
     */
    public PublishedKeys(
            String issuer,
            List<String> algorithms,
            Clock clock,
            Function<BackgroundTasks, KeySetDocument.Source> connector) {
        this.issuer = issuer;
        this.algorithms = List.copyOf(algorithms);
        this.clock = clock;
        this.connector = connector;
    }

    /** Begins with the keys that {@code earlier} has fetched from the same place, until they are fetched for the algorithms of this one. */
    public void beginWith(PublishedKeys earlier) {
        KeySet known = earlier.keys;
        if (!known.isEmpty()) {
            try {
                keys = KeySet.EMPTY.next(known.text(), algorithms);
                fetched = earlier.fetched;
            } catch (IOException | RuntimeException e) {
                // They have no key for these algorithms: the next fetch may.
            }
        }
    }

    @Override
    public @Nullable TokenSignature known(String algorithm, @Nullable String id) {
        return keys.find(algorithm, id);
    }

    @Override
    public @Nullable CompletableFuture<Void> ask(String algorithm, @Nullable String id) {
        return isWorthAFetch(keys.find(algorithm, id), id) ? demand() : null;
    }

    /** For a token without a {@code kid} and several known keys, a new fetch would not help. */
    private boolean isWorthAFetch(@Nullable TokenSignature key, @Nullable String id) {
        return key == null && (id != null || keys.isEmpty());
    }

    @Override
    public TokenSignature of(String algorithm, @Nullable String id) {
        TokenSignature key = keys.find(algorithm, id);
        if (key == null) {
            throw keys.isEmpty()
                    ? TokenFault.NO_KEY.refusal().header("Retry-After", Long.toString(RETRY_WITHOUT_KEYS.toSeconds()))
                    : TokenFault.UNKNOWN_KEY.refusal();
        }
        return key;
    }

    @Override
    public boolean trusts(TokenSignature key) {
        return keys.contains(key);
    }

    @Override
    public KeyStatus status() {
        KeySet now = keys;
        KeyStatus.State state =
                now.isEmpty() ? KeyStatus.State.UNKNOWN : lost ? KeyStatus.State.LAST_KNOWN : KeyStatus.State.CURRENT;
        return new KeyStatus(state, now.size(), fetched);
    }

    @Override
    public synchronized void start() {
        // One thread fetches. The other thread ends a fetch that takes too long.
        threads = new BackgroundTasks(BackgroundTask.TOKEN_KEYS, 2);
        source = connector.apply(threads);
        threads.every(Duration.ZERO, LOOK, this::fetchWhenDue);
    }

    private synchronized void fetchWhenDue() {
        if (fetching == null && hasPassed(untilNext, lastFetch)) {
            fetch();
        }
    }

    /** The fetch that a token may wait for; null if there was a fetch recently. */
    private synchronized @Nullable CompletableFuture<Void> demand() {
        if (fetching == null && hasPassed(COOL_DOWN, lastDemand)) {
            lastDemand = clock.instant();
            fetch();
        }
        return fetching;
    }

    /** Whether the time has passed. Also true if the clock was set back, so that a wrong clock does not block fetches. */
    private boolean hasPassed(Duration time, Instant since) {
        Instant now = clock.instant();
        return since.equals(Instant.MIN) || now.isBefore(since) || !now.isBefore(since.plus(time));
    }

    private synchronized void fetch() {
        KeySetDocument.Source from = source;
        if (threads != null && from != null && isOpen()) {
            fetching = new CompletableFuture<>();
            boolean begun = false;
            try {
                threads.run(() -> follow(from));
                begun = true;
            } finally {
                if (!begun) {
                    ended(RETRY); // no thread could be started; without this call no further fetch would start
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
            replace(keys.next(document.text(), algorithms));
            fetched = clock.instant();
            next = document.lifetime();
        } catch (IOException | RuntimeException e) {
            // Any exception of a parser or security provider: the known keys stay.
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
            fetching.complete(null);
        }
        fetching = null;
    }

    private void replace(KeySet next) {
        if (lost) {
            lost = false;
            LOG.atInfo().addKeyValue("issuer", issuer).log("Key set available again");
        }
        if (next != keys) {
            keys = next;
            LOG.atInfo()
                    .addKeyValue("issuer", issuer)
                    .addKeyValue("keys", next.ids())
                    .log("Key set loaded");
        }
    }

    private void reportLoss(Exception cause) {
        if (!lost) {
            lost = true;
            LOG.atWarn()
                    .addKeyValue("issuer", issuer)
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
            fetching.complete(null);
        }
    }
}
