package com.fincloud.gateway.http.trace;

import org.jspecify.annotations.Nullable;

/**
 * One attempt of an upstream request, for the explanation of a request that fails. Times are those of {@link System#nanoTime}. An attempt
 * knows the attempt before it, so that a request that succeeds needs no list.
 */
public abstract class UpstreamAttempt {

    private @Nullable UpstreamAttempt previous;

    /** The attempt before this one; null if there was none, or if it is no longer kept. */
    public final @Nullable UpstreamAttempt previous() {
        return previous;
    }

    /** Sets the attempt before this one; null to keep no earlier attempts. */
    public final void previous(@Nullable UpstreamAttempt earlier) {
        previous = earlier;
    }

    /** The name of the service. */
    public abstract String service();

    /** The address of the instance. It is internal, so no response to a client may name it. */
    public abstract String address();

    /** How the attempt ended, in a word; null while the response head is awaited. */
    public abstract @Nullable String result();

    /** The status of the response; 0 without a response. */
    public abstract int status();

    /** When the attempt began. */
    public abstract long beganNanos();

    /** When a new connection was established for the attempt; 0 if there was none, or if a connection was reused. */
    public abstract long connectedNanos();

    /** When the response head arrived, or the attempt failed; 0 before. */
    public abstract long endedNanos();
}
