package com.fincloud.gateway.routefile;

import com.fincloud.gateway.http.HttpMethods;
import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.openapi.merge.PublicPages;
import com.fincloud.gateway.routing.RouteMatch;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.value.PublicPaths;
import com.fincloud.gateway.settings.value.Values;
import com.fincloud.gateway.upstream.BackendParameters;
import com.fincloud.gateway.upstream.RoutedBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/** Lists every route of the route files and of the gateway itself, with its requirements for callers. */
public final class RouteListing {

    private final CamelContext context;
    private final RouteFolder folder;
    private final GatewaySettings settings;

    /** Creates the listing of the routes in {@code context}, which come from {@code folder} or from the gateway itself. */
    public RouteListing(CamelContext context, RouteFolder folder, GatewaySettings settings) {
        this.context = context;
        this.folder = folder;
        this.settings = settings;
    }

    /** The routes, in the order of paths. Routes of files come first. */
    public List<RouteRow> rows() {
        Map<String, RouteFile> files = new LinkedHashMap<>();
        folder.files().forEach(file -> file.routes().forEach(id -> files.put(id, file)));
        Map<String, Route> newest = new LinkedHashMap<>();
        context.getRoutes().forEach(route -> newest.put(RouteVersion.publicId(route.getId()), route));
        Set<String> stopped = folder.stopped();
        List<RouteRow> rows = new ArrayList<>();
        newest.forEach((id, route) -> {
            RouteFile file = files.get(id);
            if (file != null || RouteMatch.of(route) != null) {
                rows.add(row(id, route, file, stopped.contains(id)));
            }
        });
        rows.sort((a, b) -> {
            int own = Boolean.compare(a.file().isEmpty(), b.file().isEmpty());
            return own != 0 ? own : (a.path() + a.methods()).compareTo(b.path() + b.methods());
        });
        return rows;
    }

    private RouteRow row(String id, Route route, @Nullable RouteFile file, boolean isStopped) {
        RouteMatch match = RouteMatch.of(route);
        RouteAttributes attributes = RouteAttributes.of(id, route.getProperties());
        BackendParameters backend = RoutedBackend.of(route);
        String service = attributes.service().isEmpty() ? CalledServices.of(route) : attributes.service();
        String running = isStopped ? "stopped" : "serving";
        String status = file == null || file.error() == null ? running : "previous version";
        String name = file == null ? "" : file.name();
        long maxBody = attributes.maxBody() > 0 ? attributes.maxBody() : settings.maxRequestBody();
        if (match == null) {
            String begins = route.getEndpoint().getEndpointBaseUri().replace("://", ":");
            return new RouteRow(id, begins, List.of(), service, "inside", "", "", maxBody, name, status);
        }
        return new RouteRow(
                id,
                match.below() ? Values.withoutSlashesAtEnd(match.path()) + "/**" : match.path(),
                HttpMethods.ROUTED.stream().filter(match.methods()::contains).toList(),
                service,
                access(match, attributes, settings.publicPaths()),
                limits(attributes),
                timeout(backend),
                maxBody,
                name,
                status);
    }

    private static String access(RouteMatch match, RouteAttributes attributes, PublicPaths publicPaths) {
        List<String> open = publicPaths.touching(match.path());
        boolean all = publicPaths.contains(PublicPages.pageOf(match.path()))
                && (!match.below() || publicPaths.contains(match.path() + "/x"));
        String known =
                attributes.roles().isEmpty() ? "token" : "role " + String.join("|", new TreeSet<>(attributes.roles()));
        if (all) {
            return attributes.roles().isEmpty() ? "public" : known;
        }
        return match.below() && !open.isEmpty() && match.path().length() > 1 ? known + ", partly public" : known;
    }

    private static String limits(RouteAttributes attributes) {
        List<String> limits = new ArrayList<>();
        if (attributes.limitPerMinute() > 0) {
            limits.add(attributes.limitPerMinute() + "/min");
        }
        if (attributes.limitPerHour() > 0) {
            limits.add(attributes.limitPerHour() + "/h");
        }
        return String.join(" ", limits);
    }

    private String timeout(@Nullable BackendParameters backend) {
        if (backend == null) {
            return "";
        }
        Duration timeout = backend.timeout();
        return seconds(timeout == null ? settings.requestTimeout() : timeout);
    }

    /** A duration in seconds, with decimals only if needed. */
    static String seconds(Duration duration) {
        return java.math.BigDecimal.valueOf(duration.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
