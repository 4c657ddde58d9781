package com.fincloud.gateway.edge;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides which route a request goes to, by its method and its raw path alone. */
public final class Dispatch {

    /** The methods that the gateway serves. */
    static final String SERVED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    /** A route, and where it does not serve the method those that are served there; else {@code allow} is null. */
    record Choice(RouteConsumer route, @Nullable String allow) {}

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
    public static Destination find(GatewayEngine engine, String method, String path) {
        checkMethod(method);
        PathGuard.check(path);
        Choice choice = choose(engine, method, path);
        return new Destination(choice.route().id(), choice.route().path(), choice.allow());
    }

    static void checkMethod(String method) {
        if (method.equals("TRACE") || method.equals("CONNECT")) {
            throw new GatewayException(GatewayError.METHOD_NOT_ALLOWED).header("Allow", SERVED);
        }
    }

    static Choice choose(GatewayEngine engine, String method, String path) {
        List<RouteConsumer> found = engine.match(path);
        checkDoubledSlash(engine, path);
        Set<String> allowed = new TreeSet<>();
        for (RouteConsumer route : found) {
            if (route.serves(method)) {
                return new Choice(route, null);
            }
            allowed.addAll(route.methods());
        }
        if (found.isEmpty()) {
            throw new GatewayException(GatewayError.STARTING).header("Retry-After", "1");
        }
        return new Choice(found.get(0), String.join(", ", allowed));
    }

    /** A doubled slash may stand behind a route's prefix, never in it: some backends and proxies would merge it away. */
    private static void checkDoubledSlash(GatewayEngine engine, String path) {
        int doubled = path.indexOf("//");
        if (doubled < 0) {
            return;
        }
        if (doubled == 0) {
            throw new GatewayException(GatewayError.MALFORMED_PATH);
        }
        for (RouteConsumer route : engine.match(path.replaceAll("/+", "/"))) {
            if (route.path().length() > 1 && doubled <= route.path().length()) {
                throw new GatewayException(GatewayError.MALFORMED_PATH);
            }
        }
    }
}
