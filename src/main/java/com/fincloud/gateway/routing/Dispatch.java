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

    /** A route, and where it does not serve the method those that are served there; else {@code allow} is null. */
    public record Choice(RouteConsumer route, @Nullable String allow) {}

    /**
     * Where a request goes.
     *
     * @param routeId the route's id, its version included
     * @param path the route's path
     * @param allow the methods that are served there when the request's is not; else null
     */
    public record Destination(String routeId, String path, @Nullable String allow) {}

    private Dispatch() {}

    /**
     * Where a request goes, as the gateway decides it when one comes.
     *
     * @param path raw, as it would come over the wire, without the query
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
     * The route for a path that {@link PathGuard} has let pass.
     *
     * @param readings whether the path may have other readings, as the guard says
     * @throws GatewayException {@link GatewayError#MALFORMED_PATH} when two readings go to different routes or only one of them is
     *     public; {@link GatewayError#STARTING} when there is no route yet
     */
    public static Choice choose(GatewayHttpEngine engine, String method, String path, boolean readings) {
        RouteIndex routes =
                engine.routes(); // all readings are judged by the same routes, whatever is reloaded meanwhile
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
     * A path that asks for roles asks for them with a slash behind it, too: many servers take the two for one. Where the route of one
     * path alone has roles which the route of what is below has not, the slash is refused.
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

    /** A doubled slash may stand behind a route's prefix, never in it: some backends and proxies would merge it away. */
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
