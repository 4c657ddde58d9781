package com.fincloud.gateway.edge;

/** Records what a call did, as spans of its trace. */
public interface CallTrace {

    /** One that records nothing. */
    CallTrace NONE = new CallTrace() {
        @Override
        public boolean begins() {
            return false;
        }

        @Override
        public void completed(Call call) {
            // nothing was recorded
        }
    };

    /** Whether to record the next trace that begins here; one that a client began says so itself. */
    boolean begins();

    /** The last byte of the answer is out, or there will be none. It must not wait for anything. */
    void completed(Call call);
}
