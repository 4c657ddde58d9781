package com.fincloud.gateway.routing;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.HttpMethods;
import com.fincloud.gateway.http.path.HealthPaths;
import com.fincloud.gateway.http.path.PathGuard;
import com.fincloud.gateway.http.path.PathReadings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides which route a request goes to, by its method and its raw path alone. */
public final class Dispatch {

    /** The methods that the gateway serves. */
    public static final String SERVED = String.join(", ", HttpMethods.ROUTED);

    /**
     * The chosen route. {@code allow} has the methods that the path serves, if the request's method is not one of them; otherwise it is
     * null.
     */
    public record Choice(RouteConsumer route, @Nullable String allow) {}

    /**
     * The destination of a request.
     *
     * @param routeId the route's id, its version included
     * @param path the route's path
     * @param allow the methods that the path serves, if the request's method is not one of them; otherwise null
     */
    public record Destination(String routeId, String path, @Nullable String allow) {}

    private Dispatch() {}

    /**
     * Finds the destination of a request by the same rules as for a real request.
     *
     * @param path raw, as it would be sent, without the query
     * @throws GatewayException when the request is refused before any route
     */
    public static Destination find(GatewayHttpEngine engine, String method, String path) {
        checkMethod(method);
        Choice choice = choose(engine, method, path, PathGuard.check(path));
        return new Destination(choice.route().id(), choice.route().path(), choice.allow());
    }

    public static void checkMethod(String method) {
        if (method.equals("TRACE") || method.equals("CONNECT")) {
            throw new GatewayException(GatewayError.METHOD_NOT_ALLOWED).header("Allow", SERVED);
        }
    }

    /**
     * Chooses the route for a path that {@link PathGuard} has accepted.
     *
     * @param readings whether the path may have other readings, as the guard has found
     * @throws GatewayException {@link GatewayError#MALFORMED_PATH} when two readings go to different routes or only one of them is public;
     *     {@link GatewayError#STARTING} when there is no route yet
     */
    public static Choice choose(GatewayHttpEngine engine, String method, String path, boolean readings) {
        // All readings are compared with the same routes, even if routes are reloaded meanwhile.
        RouteIndex routes = engine.routes();
        Choice choice = choose(routes, method, path);
        if (readings) {
            checkDoubledSlash(routes, path);
            boolean open = engine.access().isPublic(method, path);
            boolean health = HealthPaths.contains(path);
            for (String reading : PathReadings.of(path)) {
                if (!choice.equals(choose(routes, method, reading))
                        || open != engine.access().isPublic(method, reading)
                        || health != HealthPaths.contains(reading)) {
                    throw new GatewayException(GatewayError.MALFORMED_PATH);
                }
                checkTrailingSlash(routes, method, reading, choice);
            }
        } else {
            checkTrailingSlash(routes, method, path, choice);
        }
        return choice;
    }

    private static Choice choose(RouteIndex routes, String method, String path) {
        List<RouteConsumer> found = routes.match(path);
        for (RouteConsumer route : found) {
            if (route.serves(method)) {
                return new Choice(route, null);
            }
        }
        if (found.isEmpty()) {
            throw new GatewayException(GatewayError.STARTING).header("Retry-After", "1");
        }
        Set<String> allowed = new TreeSet<>();
        found.forEach(route -> allowed.addAll(route.methods()));
        return new Choice(found.get(0), String.join(", ", allowed));
    }

    /**
     * Many servers treat {@code /a} and {@code /a/} as the same path. So if the route of exactly {@code /a} demands roles and the route
     * below {@code /a} does not demand them, a request for {@code /a/} is refused.
     */
    private static void checkTrailingSlash(RouteIndex routes, String method, String path, Choice choice) {
        if (!routes.guardsPaths() || path.length() < 2 || !path.endsWith("/")) {
            return;
        }
        Set<String> roles = choose(routes, method, path.substring(0, path.length() - 1))
                .route()
                .roles();
        if (!roles.isEmpty() && !roles.equals(choice.route().roles())) {
            throw new GatewayException(GatewayError.MALFORMED_PATH);
        }
    }

    /** A doubled slash is accepted after a route's prefix, never inside it, because some backends and proxies merge doubled slashes. */
    private static void checkDoubledSlash(RouteIndex routes, String path) {
        int doubled = path.indexOf("//");
        if (doubled < 0) {
            return;
        }
        long segments = path.chars().limit(doubled).filter(c -> c == '/').count();
        for (RouteConsumer route : routes.match(PathReadings.merged(path))) {
            if (doubled == 0 || (route.path().length() > 1 && segments <= route.depth())) {
                throw new GatewayException(GatewayError.MALFORMED_PATH);
            }
        }
    }
}
