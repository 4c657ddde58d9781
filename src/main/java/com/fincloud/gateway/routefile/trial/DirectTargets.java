package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.configfile.NearestName;
import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The {@code direct:} routes that files may call: those of all files and of the gateway itself. */
public final class DirectTargets {

    private final Set<String> names = new TreeSet<>();
    private final Supplier<Set<String>> expected;

    /** Creates it. {@code expected} returns names of files without a verdict, and is asked only if a name is missing. */
    public DirectTargets(Supplier<Set<String>> expected) {
        this.expected = expected;
    }

    /** Adds the names of these routes. */
    public void add(Collection<RouteKeys> routes) {
        for (RouteKeys route : routes) {
            String name = route.directName();
            if (name != null) {
                names.add(name);
            }
        }
    }

    /** Why calls of a file cannot be made; null if each has a route. */
    public @Nullable RouteFileException missing(RouteFileText text, Declared declared) {
        Set<String> missing = new TreeSet<>(declared.calls().keySet());
        missing.removeAll(names);
        if (!missing.isEmpty()) {
            missing.removeAll(expected.get());
        }
        if (missing.isEmpty()) {
            return null;
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : missing) {
            findings.add(text.finding(
                    declared.calls().getOrDefault(name, -1),
                    "no route begins with 'direct:" + name
                            + "', neither here nor in another file (expected: a route from" + " direct:" + name + ")",
                    NearestName.of(name, names)));
        }
        findings.sort(Finding.IN_ORDER);
        return new RouteFileException(findings, null);
    }
}
