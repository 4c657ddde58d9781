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
 * Keeps {@link Revocations} in sync with Redis. A message on the channel causes a read at once. The feed also reads every half second, so
 * that a lost message delays a revocation no longer than that. While Redis is unavailable, the known revocations stay in force.
 *
 * <p>A read gets new entries only. The feed reads from the beginning of the stream at the start, after each loss of Redis or of the
 * subscription, and every five minutes. Then it also deletes entries that concern only expired tokens.
 */
public final class RevocationFeed implements AutoCloseable {

    /** The channel that the issuer publishes to. */
    public static final String CHANNEL = RevocationStream.NAME;

    private static final Logger LOG = LoggerFactory.getLogger(RevocationFeed.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FIRST_READ = Duration.ofSeconds(30);
    /** The number of attempts before the port opens. The first attempt on a cold JVM may exceed the connection's time-outs. */
    private static final int FIRST_TRIES = 3;

    private static final Duration REREAD = Duration.ofMinutes(5);

    /** The minimum time between two reads, however many messages arrive. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** Longer than any {@code JWT_CLOCK_SKEW} and than the difference between clocks. */
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

    /** Creates a feed that does nothing before {@link #start}. */
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

    /** Starts to read in the background. */
    public void start() {
        reader.every(Duration.ZERO, POLL, this::read);
    }

    /**
     * Subscribes in the background after the route has started, and waits until the stream has been read once. It does not wait for an
     * unavailable Redis, and waits 30 s at most.
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

    /** Requests a read, because the issuer has announced a new entry. */
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

    /** The state of the revocations, and the time of the last read. */
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
            return; // already read
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
