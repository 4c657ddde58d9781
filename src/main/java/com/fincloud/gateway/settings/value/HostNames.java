package com.fincloud.gateway.settings.value;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The accepted values of {@code Host} on a port. IP addresses and {@code localhost} are always accepted: a DNS rebinding attack sends the
 * attacker's host name, never an address or {@code localhost}.
 */
public final class HostNames {

    private final Set<String> names = new HashSet<>();
    private final boolean any;

    /**
     * Parses names, each with or without a port, or {@code *} for all names.
     *
     * @throws IllegalArgumentException if an entry is none of these
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

    /** Whether the value of a {@code Host} field is accepted. */
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
