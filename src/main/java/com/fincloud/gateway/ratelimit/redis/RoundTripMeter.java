package com.fincloud.gateway.ratelimit.redis;

/** Measures how long requests wait for Redis. It runs on the requests' threads. */
public interface RoundTripMeter {

    /** A meter that measures nothing. */
    RoundTripMeter NONE = new RoundTripMeter() {
        @Override
        public void answered(long nanos) {
            // measures nothing
        }

        @Override
        public void failed(long nanos) {
            // measures nothing
        }
    };

    /** Redis has decided after {@code nanos}. */
    void answered(long nanos);

    /** There was no usable reply in time. */
    void failed(long nanos);
}
