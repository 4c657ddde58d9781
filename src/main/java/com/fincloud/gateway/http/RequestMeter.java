package com.fincloud.gateway.http;

/** Measures the calls of one route, on the request's own thread: it must cost next to nothing and never wait. */
public interface RequestMeter extends AutoCloseable {

    /** One that measures nothing. */
    RequestMeter NONE = new RequestMeter() {
        @Override
        public void limited(boolean allowed, boolean degraded) {
            // nobody asked
        }

        @Override
        public void completed(RequestContext context) {
            // nobody asked
        }

        @Override
        public void close() {
            // nothing was opened
        }
    };

    /** The rate limiter has decided; {@code degraded} is without Redis. */
    void limited(boolean allowed, boolean degraded);

    /** The last byte of the answer is out, or there will be none. */
    void completed(RequestContext context);

    /** The route is gone. A call that ends later is not measured. */
    @Override
    void close();
}
