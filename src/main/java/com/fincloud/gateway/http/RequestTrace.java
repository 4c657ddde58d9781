package com.fincloud.gateway.http;

/** Records what a call did, as spans of its trace. */
public interface RequestTrace {

    /** One that records nothing. */
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

    /** Whether to record the next trace that begins here; one that a client began says so itself. */
    boolean begins();

    /** The last byte of the answer is out, or there will be none. It must not wait for anything. */
    void completed(RequestContext context);
}
