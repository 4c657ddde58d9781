package com.fincloud.gateway.http;

/** Records a request as spans of its trace. */
public interface RequestTrace {

    /** A trace that records nothing. */
    RequestTrace NONE = new RequestTrace() {
        @Override
        public boolean shouldSample() {
            return false;
        }

        @Override
        public void completed(RequestContext context) {
            // nothing was recorded
        }
    };

    /** Whether to sample the next trace that starts at the gateway. A trace that a client started carries this decision itself. */
    boolean shouldSample();

    /** The response is complete, or there will be none. This method must not block. */
    void completed(RequestContext context);
}
