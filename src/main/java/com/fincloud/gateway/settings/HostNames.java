package com.fincloud.gateway.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names by which a port may be called. An address and {@code localhost} always are: no page of another site can have its name
 * resolve to them and still send them (DNS rebinding).
 */
public final class HostNames {

    private final Set<String> names = new HashSet<>();
    private final boolean any;

    /**
     * Reads names, each with or without a port, or {@code *} for all.
     *
     * @throws IllegalArgumentException when an entry is none of these
     */
    public HostNames(List<String> entries) {
        any = entries.contains("*");
        for (String entry : entries) {
            if (!entry.equals("*") && !isHost(entry)) {
                throw new IllegalArgumentException("'" + entry + "' is no host name");
            }
            names.add(entry.toLowerCase(Locale.ROOT));
        }
    }

    private static boolean isHost(String entry) {
        return entry.matches("[A-Za-z0-9._-]{1,253}(:\\d{1,5})?") || Address.ofNode(entry) != null;
    }

    /** Whether a {@code Host} field's value is one of these names, or needs not be. */
    public boolean accept(String host) {
        if (any || Address.ofNode(host) != null) {
            return true;
        }
        String wanted = host.toLowerCase(Locale.ROOT);
        int colon = wanted.indexOf(':');
        String name = colon < 0 ? wanted : wanted.substring(0, colon);
        return name.equals("localhost") || names.contains(name) || names.contains(wanted);
    }
}
