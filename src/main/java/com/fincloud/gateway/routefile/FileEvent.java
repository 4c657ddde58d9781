package com.fincloud.gateway.routefile;

import java.util.Locale;

/** What can become of a route file. */
public enum FileEvent {
    LOADED,
    RELOADED,
    /** It has a mistake; what it served before goes on. */
    REJECTED,
    REMOVED;

    /** The event in lower case, as the metric has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The event as the log has it. */
    String sentence() {
        return "Route file " + word();
    }
}
