package com.fincloud.gateway.folder;

import com.fincloud.gateway.edge.HttpClaim;
import com.fincloud.gateway.edge.RouteVersion;
import com.fincloud.gateway.settings.PublicPaths;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Warnings about route files that load: what is allowed, and yet may not be what somebody wants. */
public final class Advice {

    private final Map<String, HttpClaim> claims = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final PublicPaths publicPaths;

    /** Advice about the files whose routes {@code context} has. */
    public Advice(CamelContext context, Collection<RouteFile> files, PublicPaths publicPaths) {
        this.publicPaths = publicPaths;
        for (Route route : context.getRoutes()) {
            HttpClaim claim = HttpClaim.of(route);
            if (claim != null) {
                claims.put(RouteVersion.publicId(route.getId()), claim);
            }
        }
        files.forEach(file -> file.routes().forEach(route -> this.files.put(route, file.name())));
    }

    /** What is to be said of a file of {@code directory}; nothing of a file that is malformed, for that is an error. */
    public List<Finding> of(Path directory, RouteFile file) {
        try {
            RouteFileText text = RouteFileText.read(directory.resolve(file.name()));
            RouteFileContents contents = RouteFileContents.of(text);
            Findings findings = new Findings(text);
            contents.root().walk(element -> {
                Breakers.check(element, findings);
                Secrets.check(element, findings);
                ClientUris.warn(element, findings);
            });
            for (String id : file.routes()) {
                HttpClaim claim = claims.get(id);
                if (claim != null) {
                    check(id, claim, contents, findings);
                }
            }
            return findings.all();
        } catch (RouteFileException e) {
            return List.of();
        }
    }

    private void check(String id, HttpClaim claim, RouteFileContents contents, Findings findings) {
        int place = contents.placeOf(id, false);
        List<String> open = claim.below()
                ? publicPaths.touching(claim.path())
                : publicPaths.contains(claim.path()) ? List.of(claim.path()) : List.of();
        if (!open.isEmpty()) {
            findings.add(
                    place,
                    "route '" + id + "' serves without a token what PUBLIC_PATHS has: " + String.join(", ", open));
        }
        if (!claim.path().equals("/api") && !claim.path().startsWith("/api/")) {
            findings.add(place, "route '" + id + "' serves the path " + claim.path() + " outside /api");
        }
        String owner = "";
        for (Map.Entry<String, HttpClaim> other : claims.entrySet()) {
            HttpClaim taken = other.getValue();
            boolean nearer =
                    owner.isEmpty() || taken.path().length() > path(owner).length();
            if (files.containsKey(other.getKey()) && takesFrom(claim, taken) && nearer) {
                owner = other.getKey();
            }
        }
        if (!owner.isEmpty()) {
            findings.add(
                    place,
                    "route '" + id + "' takes the requests for " + claim.path() + " over from route '" + owner + "' ("
                            + files.get(owner) + "), which serves what is below " + path(owner));
        }
    }

    private String path(String routeId) {
        HttpClaim claim = claims.get(routeId);
        return claim == null ? "" : claim.path();
    }

    private static boolean takesFrom(HttpClaim claim, HttpClaim prefix) {
        return prefix.below()
                && claim.path().startsWith(prefix.path() + "/")
                && !Collections.disjoint(claim.methods(), prefix.methods());
    }
}
