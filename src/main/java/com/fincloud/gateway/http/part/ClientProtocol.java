package com.fincloud.gateway.http.part;

/** What the protocol of a request permits besides a request and a response. */
public final class ClientProtocol {

    private boolean trailers;
    private boolean trailersExcluded;
    private boolean upgradable;

    /** Permits nothing yet. */
    public ClientProtocol() {}

    /** Records that the client understands trailer fields (RFC 9110 section 10.1.4). */
    public void takesTrailers() {
        trailers = true;
    }

    /** Records that the protocol cannot have trailer fields. */
    public void excludeTrailers() {
        trailersExcluded = true;
    }

    /** Whether trailer fields pass in both directions. */
    public boolean passesTrailers() {
        return trailers && !trailersExcluded;
    }

    /** Records that the connection can change to a different protocol after this request. */
    public void permitUpgrade() {
        upgradable = true;
    }

    /** Whether the connection can change to a different protocol after this request. */
    public boolean mayUpgrade() {
        return upgradable;
    }
}
