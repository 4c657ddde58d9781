package com.fincloud.gateway.http.part;

import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.body.RequestBody;
import org.jspecify.annotations.Nullable;

/** What a request keeps of bodies: how long the route's steps need them, and the memory that they take. */
public final class RequestBodies {

    private final @Nullable RequestBody ofClient;
    private KeptBodies.@Nullable Share share;
    private boolean released;
    private boolean usedOnce;
    private boolean answerLast;

    /** Keeps nothing yet; {@code ofClient} is the body of the request, if it has one. */
    public RequestBodies(@Nullable RequestBody ofClient) {
        this.ofClient = ofClient;
    }

    /** The memory share for bodies that the route's steps keep for this request. */
    public synchronized KeptBodies.Share share() {
        KeptBodies.Share known = share;
        if (known == null) {
            known = KeptBodies.ofHeap();
            share = known;
            if (released) {
                known.giveBack(); // for a thread that still runs after the request has ended
            }
        }
        return known;
    }

    /** Sets whether no step of the route can need a body again after it has been sent, and whether none can need the answer. */
    public void needed(boolean once, boolean last) {
        usedOnce = once;
        answerLast = last;
    }

    /** Whether no step of the route can need a body again after it has been sent. */
    public boolean areUsedOnce() {
        return usedOnce;
    }

    /** Whether no step of the route can need the answer after it has been sent. */
    public boolean isAnswerLast() {
        return answerLast;
    }

    /**
     * Ends the reading of bodies, before their connections are used for other requests. A body that a copy of the exchange still needs, for
     * instance one in a queue, is read to its end first, unless the client has gone.
     */
    public void settle(boolean clientGone) {
        KeptBodies.Share known;
        synchronized (this) {
            known = share;
        }
        if (known != null) {
            if (ofClient != null && known.isHeld()) {
                ofClient.copy(null); // begins to keep it, in case nobody has read it yet
            }
            known.detach(!clientGone);
        }
        if (ofClient != null) {
            ofClient.leave();
        }
    }

    /** Releases the memory of the kept bodies, which are no longer needed. */
    public synchronized void release() {
        released = true;
        if (share != null) {
            share.giveBack();
        }
    }
}
