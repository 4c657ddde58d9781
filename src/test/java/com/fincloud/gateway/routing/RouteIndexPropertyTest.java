package com.fincloud.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The index finds what a reader of the rules finds, who looks at every route for every path. */
class RouteIndexPropertyTest {

    private static final String SEED = "20261130";

    /** A route as a test declares it. */
    record Declared(String path, boolean below) {}

    @Property(tries = 5000, seed = SEED)
    void itFindsWhatTheRulesSay(@ForAll("routes") List<Declared> declared, @ForAll("paths") String path) {
        RouteTable table = new RouteTable();
        List<RouteConsumer> all = new ArrayList<>();
        for (Declared route : declared) {
            RouteConsumer consumer = TestConsumer.of(table, route.path(), "", route.below());
            all.add(consumer);
            table.add(consumer);
        }

        assertThat(table.index().match(path)).containsExactlyElementsOf(expected(all, path));
        all.stream()
                .filter(route -> route.path().contains("{"))
                .forEach(route -> assertThat(route.pathVariables(path) != null).isEqualTo(matches(route, path)));
    }

    private static List<RouteConsumer> expected(List<RouteConsumer> all, String path) {
        List<RouteConsumer> found = new ArrayList<>();
        all.stream()
                .filter(route -> route.path().equals(path) && !route.path().contains("{") && !isLastResort(route))
                .forEach(found::add);
        all.stream()
                .filter(route -> route.path().contains("{") && matches(route, path))
                .sorted(Comparator.comparing(RouteIndexPropertyTest::detail))
                .forEach(found::add);
        all.stream()
                .filter(route -> route.servesBelow() && !route.path().contains("{") && !isLastResort(route))
                .filter(route -> path.startsWith(route.path() + "/"))
                .sorted(Comparator.comparing(route -> -route.path().length()))
                .forEach(found::add);
        if (found.isEmpty()) {
            all.stream().filter(RouteIndexPropertyTest::isLastResort).forEach(found::add);
        }
        return found;
    }

    private static boolean isLastResort(RouteConsumer route) {
        return route.servesBelow() && route.path().equals("/");
    }

    /** Sorts a plain segment before a named one, and what goes on before what ends. */
    private static String detail(RouteConsumer route) {
        return route.path()
                        .replaceAll("\\{[^}]*}", "2")
                        .replaceAll("/[a-z]+", "/1")
                        .replace("/", "") + "3";
    }

    private static boolean matches(RouteConsumer route, String path) {
        String[] wanted = route.path().split("/", -1);
        String[] given = path.split("/", -1);
        boolean same = given.length == wanted.length || (route.servesBelow() && given.length > wanted.length);
        for (int i = 0; same && i < wanted.length; i++) {
            same = wanted[i].startsWith("{") ? !given[i].isEmpty() : wanted[i].equals(given[i]);
        }
        return same;
    }

    @Provide
    Arbitrary<List<Declared>> routes() {
        Arbitrary<String> segment = Arbitraries.of("a", "b", "c", "aa", "{x}", "{y}");
        Arbitrary<String> path = segment.list().ofMaxSize(4).map(list -> "/" + String.join("/", list));
        return Combinators.combine(path, Arbitraries.of(true, false))
                .as(Declared::new)
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "c", "aa", "d", "", "{x}")
                .list()
                .ofMaxSize(6)
                .map(list -> "/" + String.join("/", list));
    }
}
