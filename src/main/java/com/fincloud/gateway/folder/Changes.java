package com.fincloud.gateway.folder;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one look at the folder would change, and which of it may come: no two routes may claim the same. A file that is refused keeps
 * what it serves, which may stand in the way of another; so the files are gone through until no more is refused.
 */
final class Changes {

    private record Candidate(RouteFileText text, List<Claims> claims) {}

    private final Collection<Claims> own;
    private final Map<String, List<Claims>> serving = new TreeMap<>();
    private final Map<String, Candidate> candidates = new TreeMap<>();
    private final Map<String, RouteFileException> errors = new HashMap<>();

    /** Changes beside the gateway's own routes. */
    Changes(Collection<Claims> own) {
        this.own = own;
    }

    /** Notes what a file serves now. */
    void serving(String name, List<Claims> claims) {
        serving.put(name, claims);
    }

    /** Adds a file that would serve {@code claims}. */
    void candidate(String name, RouteFileText text, List<Claims> claims) {
        candidates.put(name, new Candidate(text, claims));
    }

    /** Refuses a file. */
    void refuse(String name, RouteFileException error) {
        errors.put(name, error);
    }

    /** Why a file was refused, null when it may come. */
    @Nullable
    RouteFileException error(String name) {
        return errors.get(name);
    }

    /** Refuses what claims another's. */
    void settle() {
        while (refuseOne()) {
            // the refused file's version that serves counts from now on
        }
    }

    private boolean refuseOne() {
        Map<String, String> owners = new HashMap<>();
        own.forEach(claims -> claims.texts().forEach(text -> owners.put(text, "the gateway itself")));
        serving.forEach((name, routes) -> {
            if (!candidates.containsKey(name) || errors.containsKey(name)) {
                routes.forEach(route -> route.texts().forEach(text -> owners.put(text, owner(route, name))));
            }
        });
        for (String name : inOrder()) {
            Candidate candidate = candidates.get(name);
            RouteFileException taken = candidate == null ? null : claim(name, candidate, owners);
            if (taken != null) {
                errors.put(name, taken);
                return true;
            }
        }
        return false;
    }

    /** Files that serve already come first: who was there keeps what it has. */
    private List<String> inOrder() {
        Set<String> order = new LinkedHashSet<>(serving.keySet());
        order.addAll(candidates.keySet());
        order.removeAll(errors.keySet());
        return new ArrayList<>(order);
    }

    private static @Nullable RouteFileException claim(String name, Candidate candidate, Map<String, String> owners) {
        for (Claims route : candidate.claims()) {
            for (String text : route.texts()) {
                String owner = owners.putIfAbsent(text, owner(route, name));
                if (owner != null) {
                    RouteFileContents contents = RouteFileContents.of(candidate.text());
                    return candidate
                            .text()
                            .refuse(
                                    contents.placeOf(route.routeId(), text.startsWith("id ")),
                                    "route '" + route.routeId() + "': the " + text + " is taken by " + owner,
                                    null);
                }
            }
        }
        return null;
    }

    private static String owner(Claims route, String file) {
        return "route '" + route.routeId() + "' (" + file + ")";
    }
}
