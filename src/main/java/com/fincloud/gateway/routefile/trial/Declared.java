package com.fincloud.gateway.routefile.trial;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a route file declares.
 *
 * @param routes the exclusive keys of its routes
 * @param beans the names of its beans
 * @param calls the names of the {@code direct:} routes that its routes call, each with the offset of the first call
 * @param services the services that its routes use, each with its lists of instances; more than one list is an error
 */
public record Declared(
        List<RouteKeys> routes, Set<String> beans, Map<String, Set<List<URI>>> services, Map<String, Integer> calls) {

    static final Declared NOTHING = new Declared(List.of(), Set.of(), Map.of());

    /** Creates it for routes that call no {@code direct:} route by a constant name. */
    public Declared(List<RouteKeys> routes, Set<String> beans, Map<String, Set<List<URI>>> services) {
        this(routes, beans, services, Map.of());
    }

    public Declared {
        routes = List.copyOf(routes);
        beans = Set.copyOf(beans);
        services = copy(services);
        calls = Map.copyOf(calls);
    }

    private static Map<String, Set<List<URI>>> copy(Map<String, Set<List<URI>>> services) {
        Map<String, Set<List<URI>>> copy = new TreeMap<>();
        services.forEach((name, lists) -> {
            Set<List<URI>> sorted = new HashSet<>(); // the order of a list does not matter
            lists.forEach(list -> sorted.add(list.stream().sorted().toList()));
            copy.put(name, sorted);
        });
        return copy;
    }
}
