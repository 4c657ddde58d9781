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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one poll of the folder, and the decision which of them may be loaded. No two routes may have a common route key. A refused
 * file keeps its serving version, whose keys may conflict with a different file; so the files are checked repeatedly until no further file
 * is refused.
 */
public final class Changes {

    private record Candidate(RouteFileText text, Declared declared) {}

    private final Collection<RouteKeys> own;
    private final Map<String, List<URI>> fixed;
    private final Supplier<Set<String>> expected;
    private final Map<String, Declared> serving = new TreeMap<>();
    private final Map<String, Candidate> candidates = new TreeMap<>();
    private final Map<String, RouteFileException> errors = new HashMap<>();

    /**
     * Creates an empty set of changes. {@code own} are the keys of the gateway's own routes, {@code fixed} the services that the settings
     * name, {@code expected} the names of {@code direct:} routes of files that have no verdict yet.
     */
    public Changes(Collection<RouteKeys> own, Map<String, List<URI>> fixed, Supplier<Set<String>> expected) {
        this.expected = expected;
        this.own = own;
        this.fixed = fixed;
    }

    /** Records the serving version of a file. */
    public void serving(String name, Declared declared) {
        serving.put(name, declared);
    }

    /** Adds a file that would declare {@code declared}. */
    void candidate(String name, RouteFileText text, Declared declared) {
        candidates.put(name, new Candidate(text, declared));
    }

    /** What an accepted file declares. */
    Declared declared(String name) {
        Candidate candidate = candidates.get(name);
        return candidate == null ? Declared.NOTHING : candidate.declared();
    }

    /** Refuses a file. */
    void refuse(String name, RouteFileException error) {
        errors.put(name, error);
    }

    /** The refused files. */
    Set<String> refused() {
        return errors.keySet();
    }

    /** Why a file was refused; null if it is accepted. */
    @Nullable
    public RouteFileException error(String name) {
        return errors.get(name);
    }

    /** Refuses files with a conflicting route key, or with different instances for the same service. */
    public void settle() {
        while (refuseOne() || refuseCallers()) {
            // the refused file's serving version counts from now on
        }
    }

    /** Refuses files that call a {@code direct:} route which no file has. */
    private boolean refuseCallers() {
        DirectTargets targets = new DirectTargets(expected);
        targets.add(own);
        serving.forEach((name, declared) -> {
            if (!candidates.containsKey(name) || errors.containsKey(name)) {
                targets.add(declared.routes());
            }
        });
        candidates.forEach((name, candidate) -> {
            if (!errors.containsKey(name)) {
                targets.add(candidate.declared().routes());
            }
        });
        int before = errors.size();
        candidates.forEach((name, candidate) -> {
            RouteFileException missing =
                    errors.containsKey(name) ? null : targets.missing(candidate.text(), candidate.declared());
            if (missing != null) {
                errors.put(name, missing);
            }
        });
        return errors.size() > before;
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

    /** The files in the order of precedence. Files that already serve come first, so that they keep their route keys. */
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
