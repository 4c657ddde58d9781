package com.fincloud.gateway.routefile;

import java.util.Locale;

/** The events of a route file. */
public enum FileEvent {
    LOADED,
    RELOADED,
    /** The file has an error; its previous version continues to serve. */
    REJECTED,
    REMOVED;

    /** The event in lower case, as the metric's tag value. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The event as the log shows it. */
    String sentence() {
        return "Route file " + word();
    }
}
