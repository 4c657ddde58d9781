package com.fincloud.gateway.upstream.instance;

import java.util.Locale;

/** Why a call of an instance counts as its failure. */
public enum InstanceFailure {
    /** No connection could be made. */
    NOT_CONNECTED,
    /** No response head in time. */
    TIMED_OUT,
    /** The connection broke, or the bytes were no HTTP response. */
    BROKEN,
    /** The status is one of {@code CIRCUIT_BREAKER_STATUSES}. */
    STATUS,
    /** The active check of {@code healthPath} failed. */
    CHECK;

    /** The failure in lower case, for the log and the health report. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
