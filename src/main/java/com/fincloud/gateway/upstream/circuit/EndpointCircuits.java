package com.fincloud.gateway.upstream.circuit;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a broken endpoint from a broken service, so that one broken endpoint does not keep the service from everybody. The endpoints whose
 * failed responses opened the service's circuit are suspects. While the circuit is half-open, a failed trial of a suspect does not open it
 * again: the suspect is held, and the next trial of another endpoint decides. If that succeeds, the circuit of the held endpoint alone is
 * open. If another endpoint's trial has succeeded before, the failed one opens both circuits, but only once until the service's circuit is
 * closed. Later the endpoint is tried by one request at a time. After a success it is watched: for a while its failures open its own circuit
 * only.
 *
 * <p>Nothing is remembered, and a request costs one check, as long as no response has failed since the last success.
 */
public final class EndpointCircuits {

    /** The maximum number of endpoints that are told apart. Beyond it, further ones of a route are one endpoint. */
    public static final int MAX_ENDPOINTS = 256;

    private static final int WATCHED_TIMES = 10;

    private enum Stage {
        /** Its failures opened the service's circuit. */
        SUSPECT,
        /** Its trial failed while the service's circuit was half-open. */
        HELD,
        /** Its own circuit is open. */
        OPEN,
        /** It works again, and its failures count for itself. */
        WATCHED
    }

    private static final class Entry {

        private Stage stage = Stage.SUSPECT;
        private long untilMillis;
        private int failures;
        private boolean onTrial;
    }

    private final CircuitBreaker breaker;
    private final EndpointLog log;
    private final int threshold;
    private final Duration recovery;
    private final Clock clock;
    private final Map<ServiceEndpoint, Entry> entries = new LinkedHashMap<>();
    private final Set<ServiceEndpoint> failedSinceSuccess = new LinkedHashSet<>();
    private boolean otherSucceeded;
    private boolean toldApart;
    private volatile boolean watching;

    public EndpointCircuits(CircuitBreaker breaker, int threshold, Duration recovery, Clock clock) {
        this.breaker = breaker;
        this.log = new EndpointLog(breaker.getName());
        this.threshold = threshold;
        this.recovery = recovery;
        this.clock = clock;
        breaker.getEventPublisher()
                .onReset(event -> reset())
                .onStateTransition(event -> changed(event.getStateTransition().getToState()));
    }

    /** A request to an endpoint that may have an own circuit. */
    public final class Call implements AutoCloseable {

        private final ServiceEndpoint endpoint;
        private final @Nullable Entry entry;
        private boolean judged;

        private Call(ServiceEndpoint endpoint, @Nullable Entry entry) {
            this.endpoint = endpoint;
            this.entry = entry;
        }

        /** Whether a failed response counts against the instance and the service. */
        public boolean counts() {
            return entry == null;
        }

        /** The response has arrived; returns whether the service's circuit counts it. */
        public boolean responded(boolean failed) {
            judged = true;
            return judge(endpoint, entry, failed);
        }

        /** Ends the call. Without a response it says nothing about the endpoint. */
        @Override
        public void close() {
            if (!judged && entry != null) {
                trialEnds(entry);
            }
        }
    }

    /** Whether any endpoint has failed recently. If not, no request needs to be looked at. */
    public boolean isWatching() {
        return watching;
    }

    /** The number of endpoints whose own circuit is open. */
    public synchronized int open() {
        forget(clock.millis());
        return (int) entries.values().stream()
                .filter(entry -> entry.stage == Stage.OPEN)
                .count();
    }

    /** Milliseconds until a held endpoint is tried again, if no other trial has been decided; otherwise 0. */
    public synchronized long heldMillis() {
        if (otherSucceeded) {
            return 0;
        }
        long now = clock.millis();
        return Math.max(
                0,
                entries.values().stream()
                        .filter(entry -> entry.stage == Stage.HELD)
                        .mapToLong(entry -> entry.untilMillis - now)
                        .min()
                        .orElse(0));
    }

    /**
     * Begins a request.
     *
     * @throws GatewayException 503 if the endpoint's circuit is open
     */
    public synchronized Call enter(ServiceEndpoint endpoint) {
        long now = clock.millis();
        forget(now);
        ServiceEndpoint known = known(endpoint);
        Entry entry = entries.get(known);
        if (entry != null && entry.stage != Stage.WATCHED) {
            long wait = entry.stage == Stage.SUSPECT ? 0 : entry.untilMillis - now;
            if (wait > 0 || entry.onTrial) {
                throw new GatewayException(GatewayError.CIRCUIT_OPEN, breaker.getName())
                        .because("endpoint")
                        .header("Retry-After", Long.toString(Math.max(1, (wait + 999) / 1000)));
            }
            entry.onTrial = true;
        }
        return new Call(entry == null ? endpoint : known, entry);
    }

    /** Forgets what has been watched for long enough, and open circuits that nobody has tried for as long. */
    private void forget(long now) {
        long watched = WATCHED_TIMES * recovery.toMillis();
        entries.values()
                .removeIf(entry -> (entry.stage == Stage.WATCHED && now >= entry.untilMillis)
                        || (entry.stage == Stage.OPEN && now >= entry.untilMillis + watched));
        updateWatching();
    }

    private synchronized void trialEnds(Entry entry) {
        entry.onTrial = false;
    }

    /** A response failed, and nothing was watched when its request began; returns whether the service's circuit counts it. */
    public synchronized boolean failed(ServiceEndpoint endpoint) {
        if (entries.containsKey(known(endpoint))) {
            return false;
        }
        failedSinceSuccess.add(bounded(endpoint));
        watching = true;
        return true;
    }

    private ServiceEndpoint known(ServiceEndpoint endpoint) {
        return entries.containsKey(endpoint) ? endpoint : endpoint.ofRoute();
    }

    private ServiceEndpoint bounded(ServiceEndpoint endpoint) {
        return entries.size() + failedSinceSuccess.size() < MAX_ENDPOINTS ? endpoint : endpoint.ofRoute();
    }

    private synchronized boolean judge(ServiceEndpoint endpoint, @Nullable Entry entry, boolean failed) {
        boolean counts = true;
        if (!failed) {
            succeeded(endpoint, entry);
        } else if (entry == null) {
            counts = failed(endpoint);
        } else {
            counts = failedAlone(endpoint, entry);
        }
        updateWatching();
        return counts;
    }

    private void succeeded(ServiceEndpoint endpoint, @Nullable Entry entry) {
        failedSinceSuccess.clear();
        if (breaker.getState() == State.HALF_OPEN) {
            otherSucceeded = true;
            entries.forEach((held, other) -> {
                if (other != entry && other.stage == Stage.HELD) {
                    open(held, other);
                    toldApart = true;
                }
            });
        }
        if (entry == null) {
            return;
        }
        entry.onTrial = false;
        if (entry.stage == Stage.OPEN) {
            entry.stage = Stage.WATCHED;
            watch(entry);
            log.closed(endpoint);
        } else if (entry.stage != Stage.WATCHED) {
            entries.remove(endpoint);
        }
        entry.failures = 0;
    }

    private void watch(Entry entry) {
        entry.untilMillis = clock.millis() + WATCHED_TIMES * recovery.toMillis();
    }

    /** Returns whether the failure opens the service's circuit too. */
    private boolean failedAlone(ServiceEndpoint endpoint, Entry entry) {
        entry.onTrial = false;
        if (entry.stage == Stage.WATCHED) {
            watch(entry);
            if (++entry.failures < threshold) {
                return false;
            }
        }
        entry.untilMillis = clock.millis() + recovery.toMillis();
        boolean trial = entry.stage == Stage.SUSPECT && breaker.getState() == State.HALF_OPEN;
        if (trial && !otherSucceeded) {
            entry.stage = Stage.HELD;
            return false;
        }
        if (entry.stage != Stage.HELD) {
            open(endpoint, entry);
        }
        boolean reopens = trial && !toldApart;
        toldApart |= reopens;
        return reopens;
    }

    private void open(ServiceEndpoint endpoint, Entry entry) {
        if (entry.stage != Stage.OPEN) {
            entry.stage = Stage.OPEN;
            entry.failures = 0;
            log.opened(endpoint);
        }
    }

    private synchronized void reset() {
        entries.clear();
        failedSinceSuccess.clear();
        otherSucceeded = false;
        toldApart = false;
        updateWatching();
    }

    private synchronized void changed(State to) {
        otherSucceeded = false;
        if (to == State.OPEN) {
            failedSinceSuccess.forEach(endpoint -> entries.putIfAbsent(endpoint, new Entry()));
            entries.values().stream()
                    .filter(entry -> entry.stage == Stage.HELD)
                    .forEach(entry -> entry.stage = Stage.SUSPECT);
        } else if (to == State.CLOSED) {
            toldApart = false;
            for (Iterator<Map.Entry<ServiceEndpoint, Entry>> all =
                            entries.entrySet().iterator();
                    all.hasNext(); ) {
                Map.Entry<ServiceEndpoint, Entry> next = all.next();
                if (next.getValue().stage == Stage.HELD) {
                    open(next.getKey(), next.getValue());
                } else if (next.getValue().stage == Stage.SUSPECT) {
                    all.remove();
                }
            }
        }
        if (to != State.HALF_OPEN) {
            failedSinceSuccess.clear();
        }
        updateWatching();
    }

    private void updateWatching() {
        watching = !entries.isEmpty() || !failedSinceSuccess.isEmpty();
    }
}
