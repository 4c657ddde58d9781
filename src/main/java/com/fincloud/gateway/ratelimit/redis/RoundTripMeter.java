package com.fincloud.gateway.ratelimit.redis;

/** Measures how long requests wait for Redis, on their own threads. */
public interface RoundTripMeter {

    /** One that measures nothing. */
    RoundTripMeter NONE = new RoundTripMeter() {
        @Override
        public void answered(long nanos) {
            // nobody asked
        }

        @Override
        public void failed(long nanos) {
            // nobody asked
        }
    };

    /** Redis has decided. */
    void answered(long nanos);

    /** There was no answer in time, or no usable one. */
    void failed(long nanos);
}
