package com.fincloud.gateway.upstream.client;

/** Measures the calls of one service, on the requests' own threads: it must cost next to nothing and never wait. */
public interface ServiceMeter {

    /** One that measures nothing. */
    ServiceMeter NONE = new ServiceMeter() {
        @Override
        public void called(UpstreamResult result, long nanos) {
            // nobody asked
        }

        @Override
        public void connected(long nanos) {
            // nobody asked
        }
    };

    /** A call ended, {@code nanos} after it began, the waits for the client's own body left out. */
    void called(UpstreamResult result, long nanos);

    /** A new connection stands. */
    void connected(long nanos);
}
