package com.fincloud.gateway.cli;

import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.filter.ExplainedRequest;
import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.ratelimit.plan.PlanSubject;
import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routing.Dispatch;
import com.fincloud.gateway.routing.Dispatch.Destination;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.BackendParameters;
import com.fincloud.gateway.upstream.RoutedBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Explains what the gateway would do with a request: its route, the decision of each filter, the upstream request, and the possible errors.
 */
final class RequestExplanation {

    private static final String NOT_FOUND = "gateway-not-found";

    private final OfflineGateway gateway;
    private final @Nullable PlanSubject subject;

    /** Creates the explanation of requests of {@code subject}; null for anybody. */
    RequestExplanation(OfflineGateway gateway, @Nullable PlanSubject subject) {
        this.gateway = gateway;
        this.subject = subject;
    }

    /** The caller that the flags of the command describe; null without flags. A key has the roles and the plan of its entry. */
    static @Nullable PlanSubject subject(OfflineGateway gateway, Map<String, String> options) {
        if (options.isEmpty()) {
            return null;
        }
        String address = options.getOrDefault("from", "");
        String name = options.get("key");
        for (ApiKey key : gateway.keys().all()) {
            if (key.name().equals(name)) {
                return PlanSubject.of(key, address);
            }
        }
        String role = options.get("role");
        return new PlanSubject(role == null ? List.of() : List.of(role), Map.of(), name, null, address);
    }

    /**
     * Checks that an operand is a path.
     *
     * @throws IllegalArgumentException if it is not, with what to write instead
     */
    static void checkPath(String target) {
        int scheme = target.indexOf("://");
        if (scheme > 0) {
            int path = target.indexOf('/', scheme + 3);
            throw new IllegalArgumentException(
                    "'" + target + "' is a URL: write only its path, " + (path < 0 ? "/" : target.substring(path)));
        }
        if (!target.startsWith("/") && !target.equals("*")) {
            throw new IllegalArgumentException("a path begins with '/': write /" + target);
        }
    }

    /** Explains {@code target}, a path with an optional query, as a client would send it. */
    List<String> of(String method, String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? null : target.substring(mark + 1);
        String verb = method.toUpperCase(Locale.ROOT);
        List<String> lines = new ArrayList<>();
        lines.add(verb + " " + target);
        try {
            Destination destination = Dispatch.find(gateway.engine(), verb, path);
            Route route = gateway.context().getRoute(destination.routeId());
            RouteAttributes attributes =
                    RouteAttributes.of(RouteVersion.publicId(destination.routeId()), route.getProperties());
            ExplainedRequest inquiry = new ExplainedRequest(verb, path, attributes, subject, destination.allow());
            lines.add("route: " + attributes.routeId() + " (" + file(attributes.routeId()) + "), path "
                    + destination.path());
            gateway.chain().filters().forEach(filter -> lines.add((lines.size() - 1) + ". " + filter.explain(inquiry)));
            if (destination.allow() != null) {
                lines.add("answer: " + sentence(GatewayError.METHOD_NOT_ALLOWED) + ", Allow: " + destination.allow()
                        + unlessPublic(verb, path));
            } else if (attributes.routeId().equals(NOT_FOUND)) {
                lines.add("answer: " + sentence(GatewayError.NOT_FOUND) + unlessPublic(verb, path));
            } else {
                call(lines, route, verb, path, query);
            }
        } catch (GatewayException e) {
            lines.add("answer: " + e.error().status() + " " + e.detail() + ", before any route"
                    + (e.headers().containsKey("Allow")
                            ? ", Allow: " + e.headers().get("Allow")
                            : ""));
        }
        return lines;
    }

    private String unlessPublic(String method, String path) {
        return gateway.engine().access().isPublic(method, path) ? "" : "; without a valid token 401";
    }

    private String file(String routeId) {
        for (RouteFile file : gateway.folder().files()) {
            if (file.routes().contains(routeId)) {
                return file.name();
            }
        }
        return "the gateway's own";
    }

    private void call(List<String> lines, Route route, String method, String path, @Nullable String query) {
        BackendParameters backend = RoutedBackend.of(route);
        if (backend == null) {
            plain(lines, route);
            return;
        }
        GatewaySettings settings = gateway.settings();
        Duration timeout = backend.timeout() == null ? settings.requestTimeout() : backend.timeout();
        List<String> urls =
                backend.backend(gateway.services(), settings.requestTimeout()).urls(path, query);
        String service = backend.service();
        lines.add("call: " + method + " " + String.join(" or ", urls));
        lines.add("      service " + service + " through its circuit breaker, an answer within "
                + timeout.toMillis() / 1000.0 + " s, " + backend.retries() + " retries");
        lines.add("fallback: " + sentence(GatewayError.CIRCUIT_OPEN, service) + " (with Retry-After)");
        lines.add("          " + sentence(GatewayError.BACKEND_UNREACHABLE, service));
        lines.add("          " + sentence(GatewayError.BACKEND_TIMEOUT, service));
        lines.add("          " + sentence(GatewayError.BACKEND_UNUSABLE, service));
    }

    /** Lists the endpoints of a plain route from its model, because such a route may do anything. */
    private static void plain(List<String> lines, Route route) {
        List<String> uris = new ArrayList<>();
        if (route.getRoute() instanceof RouteDefinition definition) {
            ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), SendDefinition.class)
                    .forEach(send -> uris.add(URISupport.sanitizeUri(send.getEndpointUri())));
        }
        lines.add(
                uris.isEmpty()
                        ? "answer: the route's own"
                        : "call: the route's own steps send to " + String.join(", ", uris));
    }

    private static String sentence(GatewayError error, Object... arguments) {
        return error.status() + " " + error.sentence(arguments);
    }
}
