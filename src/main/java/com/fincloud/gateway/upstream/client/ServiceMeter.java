package com.fincloud.gateway.upstream.client;

/** Measures the requests to one service. It runs on the requests' threads, so it must be cheap and must not block. */
public interface ServiceMeter {

    /** A meter that measures nothing. */
    ServiceMeter NONE = new ServiceMeter() {
        @Override
        public void called(UpstreamResult result, long nanos) {
            // measures nothing
        }

        @Override
        public void connected(long nanos) {
            // measures nothing
        }
    };

    /** An upstream request has ended. {@code nanos} is its duration without the time of waiting for the client's body. */
    void called(UpstreamResult result, long nanos);

    /** A new connection was established after {@code nanos}. */
    void connected(long nanos);
}
