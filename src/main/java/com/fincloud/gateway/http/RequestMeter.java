package com.fincloud.gateway.http;

/** Measures the requests of one route. It runs on the request's thread, so it must be cheap and must not block. */
public interface RequestMeter extends AutoCloseable {

    /** A meter that measures nothing. */
    RequestMeter NONE = new RequestMeter() {
        @Override
        public void limited(boolean allowed, boolean degraded) {
            // measures nothing
        }

        @Override
        public void completed(RequestContext context) {
            // measures nothing
        }

        @Override
        public void close() {
            // nothing was opened
        }
    };

    /** The rate limiter has decided. {@code degraded} means that it decided without Redis. */
    void limited(boolean allowed, boolean degraded);

    /** The response is complete, or there will be none. */
    void completed(RequestContext context);

    /** The route has been removed. A request that ends later is not measured. */
    @Override
    void close();
}
