package com.fincloud.gateway.http;

/** Records a request as spans of its trace. */
public interface RequestTrace {

    /** A trace that records nothing. */
    RequestTrace NONE = new RequestTrace() {
        @Override
        public boolean begins() {
            return false;
        }

        @Override
        public void completed(RequestContext context) {
            // nothing was recorded
        }
    };

    /** Whether to record the next trace that begins at the gateway. A trace that a client began carries this decision itself. */
    boolean begins();

    /** The response is complete, or there will be none. This method must not block. */
    void completed(RequestContext context);
}
