package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.net.URI;
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
public final class Changes {

    private record Candidate(RouteFileText text, Declared declared) {}

    private final Collection<RouteKeys> own;
    private final Map<String, List<URI>> fixed;
    private final Map<String, Declared> serving = new TreeMap<>();
    private final Map<String, Candidate> candidates = new TreeMap<>();
    private final Map<String, RouteFileException> errors = new HashMap<>();

    /** Changes beside the gateway's own routes, and the services that its settings name. */
    public Changes(Collection<RouteKeys> own, Map<String, List<URI>> fixed) {
        this.own = own;
        this.fixed = fixed;
    }

    /** Notes what a file serves now. */
    public void serving(String name, Declared declared) {
        serving.put(name, declared);
    }

    /** Adds a file that would bring {@code declared}. */
    void candidate(String name, RouteFileText text, Declared declared) {
        candidates.put(name, new Candidate(text, declared));
    }

    /** What a file brings that may come. */
    Declared declared(String name) {
        Candidate candidate = candidates.get(name);
        return candidate == null ? Declared.NOTHING : candidate.declared();
    }

    /** Refuses a file. */
    void refuse(String name, RouteFileException error) {
        errors.put(name, error);
    }

    /** The files that are refused. */
    Set<String> refused() {
        return errors.keySet();
    }

    /** Why a file was refused, null when it may come. */
    @Nullable
    public RouteFileException error(String name) {
        return errors.get(name);
    }

    /** Refuses what claims another's, or leads a service to other instances than another. */
    public void settle() {
        while (refuseOne()) {
            // the refused file's version that serves counts from now on
        }
    }

    private boolean refuseOne() {
        Map<String, String> owners = new HashMap<>();
        ServiceAddresses addresses = new ServiceAddresses(fixed);
        own.forEach(claims -> claims.texts().forEach(text -> owners.put(text, "the gateway itself")));
        serving.forEach((name, declared) -> {
            if (!candidates.containsKey(name) || errors.containsKey(name)) {
                declared.beans().forEach(bean -> owners.put(bean(bean), name));
                declared.routes().forEach(route -> route.texts().forEach(text -> owners.put(text, owner(route, name))));
                addresses.serving(name, declared);
            }
        });
        for (String name : inOrder()) {
            Candidate candidate = candidates.get(name);
            RouteFileException taken = candidate == null ? null : claim(name, candidate, owners);
            if (taken == null && candidate != null) {
                taken = addresses.claim(name, candidate.text(), candidate.declared());
            }
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
        for (String bean : candidate.declared().beans()) {
            String owner = owners.putIfAbsent(bean(bean), name);
            if (owner != null) {
                Element.Value place =
                        RouteFileContents.of(candidate.text()).beans().get(bean);
                return candidate
                        .text()
                        .refuse(
                                place == null ? -1 : place.from(),
                                "the bean name '" + bean + "' is taken by " + owner,
                                null);
            }
        }
        for (RouteKeys route : candidate.declared().routes()) {
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

    private static String bean(String name) {
        return "bean " + name;
    }

    private static String owner(RouteKeys route, String file) {
        return "route '" + route.routeId() + "' (" + file + ")";
    }
}
