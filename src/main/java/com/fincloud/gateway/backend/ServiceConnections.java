package com.fincloud.gateway.backend;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A service's connections, and the bulkhead in front of them: a call has one from before it connects until its answer's body has been
 * read, and when all are out the next call is refused at once. Waiting would only keep more requests in memory.
 */
final class ServiceConnections extends PoolingHttpClientConnectionManager {

    private final Semaphore permits;
    private final LongAdder refused = new LongAdder();

    /** Connections for {@code maxCalls} calls at once, to all instances together. */
    ServiceConnections(int maxCalls, Http1Config limits) {
        super(
                new BackendConnector(),
                PoolConcurrencyPolicy.LAX,
                PoolReusePolicy.LIFO,
                null,
                socket -> new BackendConnection(limits));
        setDefaultMaxPerRoute(maxCalls);
        this.permits = new Semaphore(maxCalls);
    }

    /** Calls that were refused because all connections were out. */
    long refused() {
        return refused.sum();
    }

    @Override
    public LeaseRequest lease(String id, HttpRoute route, Timeout timeout, @Nullable Object state) {
        if (!permits.tryAcquire()) {
            refused.increment();
            return new Refused();
        }
        return new Permitted(super.lease(id, route, timeout, state));
    }

    /** The client calls this once for each connection that it was given. */
    @Override
    public void release(ConnectionEndpoint endpoint, @Nullable Object state, @Nullable TimeValue keepAlive) {
        try {
            super.release(endpoint, state, keepAlive);
        } finally {
            permits.release();
        }
    }

    private static final class Refused implements LeaseRequest {

        @Override
        public ConnectionEndpoint get(Timeout timeout) throws TimeoutException {
            throw new TimeoutException("all connections of the service are in use");
        }

        @Override
        public boolean cancel() {
            return true;
        }
    }

    private final class Permitted implements LeaseRequest {

        private final LeaseRequest request;

        Permitted(LeaseRequest request) {
            this.request = request;
        }

        @Override
        public ConnectionEndpoint get(Timeout timeout)
                throws InterruptedException, ExecutionException, TimeoutException {
            boolean given = false;
            try {
                ConnectionEndpoint endpoint = request.get(timeout);
                given = true;
                return endpoint;
            } finally {
                if (!given) {
                    permits.release();
                }
            }
        }

        @Override
        public boolean cancel() {
            return request.cancel();
        }
    }
}
