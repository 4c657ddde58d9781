package com.fincloud.gateway.revocation;

import com.fincloud.gateway.auth.Revocations;
import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.redis.RedisConnections;
import com.fincloud.gateway.redis.RedisUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * Keeps {@link Revocations} as Redis has them. A message on the channel makes it read at once; it also reads every half second, so
 * that a message that is lost, or that nobody sends, costs no more than that. While Redis is away, what is known stays.
 *
 * <p>It reads what is new. From the beginning it reads at the start, after each loss of Redis or of the subscription, and every five
 * minutes, when it also forgets, and deletes, what concerns only expired tokens.
 */
public final class RevocationFeed implements AutoCloseable {

    /** The channel that the issuer publishes to. */
    public static final String CHANNEL = RevocationStream.NAME;

    private static final Logger LOG = LoggerFactory.getLogger(RevocationFeed.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FIRST_READ = Duration.ofSeconds(30);
    /** So often it tries before the port opens: the first try of a cold JVM may be too slow for a connection's time-outs. */
    private static final int FIRST_TRIES = 3;

    private static final Duration REREAD = Duration.ofMinutes(5);

    /** However many messages come, it reads no more often than that. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** Longer than any {@code JWT_CLOCK_SKEW}, and than clocks differ. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final Revocations revocations;
    private final Clock clock;
    private final RedisConnections connections;
    private final RevocationStream stream;
    private final RevocationChannel channel;
    private final BackgroundTasks reader = new BackgroundTasks(BackgroundTask.REVOCATIONS);
    private final CountDownLatch tried = new CountDownLatch(FIRST_TRIES);
    private final AtomicBoolean noted = new AtomicBoolean();
    private final AtomicBoolean incomplete = new AtomicBoolean(true);
    private volatile boolean listening;
    private volatile boolean current;
    private volatile @Nullable Instant asOf;
    private Instant completeAt = Instant.MIN;
    private boolean lossReported;
    private boolean silenceReported;
    private EntryId newest = EntryId.BEGINNING;

    /** A feed that does nothing before {@link #start}. */
    public RevocationFeed(RedisUrl redis, Revocations revocations, Clock clock) {
        this.revocations = revocations;
        this.clock = clock;
        this.connections = new RedisConnections(redis, TIMEOUT);
        this.stream = new RevocationStream(connections);
        this.channel = new RevocationChannel(connections, this::subscribed);
    }

    /** The subscription, for the route that consumes from it. */
    public RedisMessageListenerContainer channel() {
        return channel.container();
    }

    /** Begins to read in the background. */
    public void start() {
        reader.every(Duration.ZERO, POLL, this::read);
    }

    /**
     * Subscribes in the background, now that the route is there, and waits until all is read once: not for a Redis that is down, and
     * thirty seconds at most.
     */
    public void listen() {
        listening = true;
        changed();
        try {
            if (!tried.await(FIRST_READ.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("Revocations take long to read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads soon: somebody says that there is something new. */
    @SuppressWarnings("FutureReturnValueIgnored") // a read reports its failures itself
    public void changed() {
        if (noted.compareAndSet(false, true)) {
            reader.after(PAUSE, this::read);
        }
    }

    private void subscribed() {
        incomplete.set(true);
        changed();
    }

    /** What is known, and since when. */
    public RevocationStatus status() {
        Instant read = asOf;
        RevocationStatus.State state = current
                ? RevocationStatus.State.CURRENT
                : read == null ? RevocationStatus.State.UNKNOWN : RevocationStatus.State.LAST_KNOWN;
        return new RevocationStatus(state, revocations.tokens(), revocations.users(), read);
    }

    private void read() {
        noted.set(false);
        try {
            connections.open();
            Instant began = clock.instant();
            if (incomplete.getAndSet(false) || !began.isBefore(completeAt.plus(REREAD))) {
                readAll(began);
            } else {
                stream.read(this::take);
            }
            asOf = began;
            found();
            while (tried.getCount() > 0) {
                tried.countDown();
            }
        } catch (RuntimeException e) {
            incomplete.set(true);
            lost(e);
            renew(e instanceof QueryTimeoutException);
            tried.countDown();
        } catch (Error e) {
            incomplete.set(true);
            current = false;
            tried.countDown();
            throw e;
        }
        if (current && listening) {
            subscribe();
        }
    }

    private void readAll(Instant now) {
        revocations.forgetBefore(now.minus(GRACE).getEpochSecond());
        long over = stream.second() - GRACE.toSeconds();
        List<EntryId> expired = new ArrayList<>();
        stream.rewind();
        stream.read(entry -> {
            if (entry.until() < over) {
                expired.add(entry.id());
            } else {
                take(entry);
            }
        });
        completeAt = now;
        try {
            stream.delete(expired);
        } catch (RuntimeException e) {
            LOG.atDebug().addKeyValue("error", message(e)).log("Expired revocations stay in Redis");
        }
    }

    private void take(RevocationEntry entry) {
        entry.addTo(revocations);
        if (entry.id().compareTo(newest) <= 0) {
            return; // read before
        }
        newest = entry.id();
        if (!entry.problems().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("entry", entry.id())
                    .addKeyValue("error", String.join(", ", entry.problems()))
                    .log("Revocation not usable as it is");
        }
    }

    private void found() {
        if (!current) {
            current = true;
            LOG.atInfo()
                    .addKeyValue("tokens", revocations.tokens())
                    .addKeyValue("users", revocations.users())
                    .log(lossReported ? "Revocations back" : "Revocations read");
            lossReported = false;
        }
    }

    private void lost(RuntimeException cause) {
        current = false;
        if (!lossReported && !reader.isClosed()) {
            lossReported = true;
            LOG.atWarn()
                    .addKeyValue("error", message(cause))
                    .addKeyValue("tokens", revocations.tokens())
                    .addKeyValue("users", revocations.users())
                    .log("Revocations lost");
        }
    }

    private void renew(boolean timedOut) {
        try {
            if (timedOut) {
                channel.close();
            }
            connections.renew(timedOut);
        } catch (RuntimeException e) {
            LOG.atDebug().addKeyValue("error", message(e)).log("Redis connection not given up");
        }
    }

    private void subscribe() {
        try {
            channel.subscribe();
            silenceReported = false;
        } catch (RuntimeException e) {
            if (!silenceReported && !reader.isClosed()) {
                silenceReported = true;
                LOG.atWarn().addKeyValue("error", message(e)).log("Revocations not subscribed");
            }
        }
    }

    private static @Nullable String message(RuntimeException failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
    }

    @Override
    public void close() {
        reader.close();
        try {
            reader.awaitEnd(TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.close();
        connections.destroy();
    }
}
