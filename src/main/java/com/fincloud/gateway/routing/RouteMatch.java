package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.HttpMethods;
import com.fincloud.gateway.http.path.RoutePath;
import com.fincloud.gateway.settings.value.Values;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.component.rest.RestEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a route matches: a path, optionally the paths below it, and methods.
 *
 * @param path the path in canonical form: no trailing slash, no doubled slash
 * @param below whether the route also matches paths below this path
 * @param methods the methods; all that the gateway serves if the route names none
 */
public record RouteMatch(String path, boolean below, Set<String> methods) {

    /** Copies the methods. */
    public RouteMatch {
        methods = Set.copyOf(methods);
    }

    /**
     * The match of a route that consumes from {@code platform-http:} or {@code rest:}, whether it is started or not; null for other routes.
     */
    public static @Nullable RouteMatch of(Route route) {
        if (route.getEndpoint() instanceof PlatformHttpEndpoint http) {
            return new RouteMatch(
                    RoutePath.canonical(http.getPath()),
                    http.isMatchOnUriPrefix(),
                    methods(http.getHttpMethodRestrict()));
        }
        if (route.getEndpoint() instanceof RestEndpoint rest) {
            return new RouteMatch(
                    RoutePath.canonical(rest.getPath() + "/" + text(rest.getUriTemplate())),
                    false,
                    methods(rest.getMethod()));
        }
        return null;
    }

    /** The match of a route that consumes from {@code platform-http:path?matchOnUriPrefix=true&httpMethodRestrict=methods}. */
    public static RouteMatch ofPrefix(String path, String methods) {
        return new RouteMatch(RoutePath.canonical(path), true, methods(methods));
    }

    /**
     * Why no request could reach the path, or only in one of several readings (contract 2.13), or with none of the methods; null if there
     * is no such fault.
     */
    public @Nullable String fault() {
        for (String method : methods) {
            if (!HttpMethods.ROUTED.contains(method)) {
                return "httpMethodRestrict=" + method + " is not usable (expected: a comma list of "
                        + String.join(", ", HttpMethods.ROUTED) + ")";
            }
        }
        return RoutePath.fault(path);
    }

    private static Set<String> methods(@Nullable String list) {
        Set<String> methods = Values.list(text(list)).stream()
                .map(method -> method.toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return methods.isEmpty() ? Set.copyOf(HttpMethods.ROUTED) : methods;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static @Nullable RouteConsumer consumer(Route route) {
        return route.getConsumer() instanceof PlatformHttpConsumerAware aware
                        && aware.getPlatformHttpConsumer() instanceof RouteConsumer consumer
                ? consumer
                : null;
    }

    /**
     * The number of requests that a route is answering; 0 for a route that does not serve HTTP. A request counts until its response body is
     * written.
     */
    public static int inFlight(Route route) {
        RouteConsumer consumer = consumer(route);
        return consumer == null ? 0 : consumer.inFlight();
    }

    /** One key for each method. Two routes with a common key conflict: only one of them can be served. */
    public List<String> texts() {
        String place = RoutePath.withoutNames(path);
        String suffix = path.equals("/") && below ? "**" : "";
        return methods.stream()
                .sorted(Comparator.comparingInt(HttpMethods.ROUTED::indexOf))
                .map(method -> "path " + place + suffix + " (" + method + ")")
                .toList();
    }
}
