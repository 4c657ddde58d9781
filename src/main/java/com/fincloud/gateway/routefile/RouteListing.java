package com.fincloud.gateway.routefile;

import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.openapi.merge.PublicPages;
import com.fincloud.gateway.routing.RouteMatch;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.PublicPaths;
import com.fincloud.gateway.settings.Values;
import com.fincloud.gateway.upstream.BackendParameters;
import com.fincloud.gateway.upstream.RoutedBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/** Every route of the gateway's files and of the gateway itself, with what it asks of a caller. */
public final class RouteListing {

    private static final List<String> ORDER = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final CamelContext context;
    private final RouteFolder folder;
    private final GatewaySettings settings;

    /** The routes that {@code context} has from {@code folder} and of its own. */
    public RouteListing(CamelContext context, RouteFolder folder, GatewaySettings settings) {
        this.context = context;
        this.folder = folder;
        this.settings = settings;
    }

    /** The routes, those of files first, in the order of their paths. */
    public List<RouteRow> rows() {
        Map<String, RouteFile> files = new LinkedHashMap<>();
        folder.files().forEach(file -> file.routes().forEach(id -> files.put(id, file)));
        Map<String, Route> newest = new LinkedHashMap<>();
        context.getRoutes().forEach(route -> newest.put(RouteVersion.publicId(route.getId()), route));
        List<RouteRow> rows = new ArrayList<>();
        newest.forEach((id, route) -> {
            RouteFile file = files.get(id);
            if (file != null || RouteMatch.of(route) != null) {
                rows.add(row(id, route, file));
            }
        });
        rows.sort((a, b) -> {
            int own = Boolean.compare(a.file().isEmpty(), b.file().isEmpty());
            return own != 0 ? own : (a.path() + a.methods()).compareTo(b.path() + b.methods());
        });
        return rows;
    }

    private RouteRow row(String id, Route route, @Nullable RouteFile file) {
        RouteMatch claim = RouteMatch.of(route);
        RouteAttributes facts = RouteAttributes.of(id, route.getProperties());
        BackendParameters backend = RoutedBackend.of(route);
        String status = file == null || file.error() == null ? "serving" : "previous version";
        String name = file == null ? "" : file.name();
        long maxBody = facts.maxBody() > 0 ? facts.maxBody() : settings.maxRequestBody();
        if (claim == null) {
            String begins = route.getEndpoint().getEndpointBaseUri().replace("://", ":");
            return new RouteRow(id, begins, List.of(), facts.service(), "inside", "", "", maxBody, name, status);
        }
        return new RouteRow(
                id,
                claim.below() ? Values.withoutSlashesAtEnd(claim.path()) + "/**" : claim.path(),
                ORDER.stream().filter(claim.methods()::contains).toList(),
                facts.service(),
                access(claim, facts, settings.publicPaths()),
                limits(facts),
                timeout(backend),
                maxBody,
                name,
                status);
    }

    private static String access(RouteMatch claim, RouteAttributes facts, PublicPaths publicPaths) {
        List<String> open = publicPaths.touching(claim.path());
        boolean all = publicPaths.contains(PublicPages.pageOf(claim.path()))
                && (!claim.below() || publicPaths.contains(claim.path() + "/x"));
        String known = facts.roles().isEmpty() ? "token" : "role " + String.join("|", new TreeSet<>(facts.roles()));
        if (all) {
            return facts.roles().isEmpty() ? "public" : known;
        }
        return claim.below() && !open.isEmpty() && claim.path().length() > 1 ? known + ", partly public" : known;
    }

    private static String limits(RouteAttributes facts) {
        List<String> limits = new ArrayList<>();
        if (facts.limitPerMinute() > 0) {
            limits.add(facts.limitPerMinute() + "/min");
        }
        if (facts.limitPerHour() > 0) {
            limits.add(facts.limitPerHour() + "/h");
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

    /** A duration in seconds, with decimals where it has them. */
    static String seconds(Duration duration) {
        return java.math.BigDecimal.valueOf(duration.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
