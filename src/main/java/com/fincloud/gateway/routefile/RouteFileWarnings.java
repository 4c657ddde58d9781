package com.fincloud.gateway.routefile;

import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.routefile.check.CircuitBreakerCheck;
import com.fincloud.gateway.routefile.check.ClearTextSecretCheck;
import com.fincloud.gateway.routefile.check.ClientUris;
import com.fincloud.gateway.routefile.check.Door;
import com.fincloud.gateway.routefile.check.IneffectiveProperties;
import com.fincloud.gateway.routefile.check.RoleGap;
import com.fincloud.gateway.routefile.check.SensitiveLogs;
import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.routefile.syntax.Findings;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routing.RouteMatch;
import com.fincloud.gateway.settings.value.PublicPaths;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Warnings about route files that load: content that is allowed, but may not be intended. */
public final class RouteFileWarnings {

    private final Map<String, RouteMatch> claims = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, List<Door>> doors = new LinkedHashMap<>();
    private final List<RoleGap> gaps;
    private final PublicPaths publicPaths;

    /** Creates warnings about the files of {@code folder}, whose routes are in {@code context}. */
    public RouteFileWarnings(CamelContext context, RouteFolder folder, PublicPaths publicPaths) {
        this.publicPaths = publicPaths;
        this.gaps = folder.roleGaps();
        for (Route route : context.getRoutes()) {
            RouteMatch match = RouteMatch.of(route);
            if (match != null) {
                claims.put(RouteVersion.publicId(route.getId()), match);
                doors.put(RouteVersion.publicId(route.getId()), Door.of(route));
            }
        }
        folder.files().forEach(file -> file.routes().forEach(route -> this.files.put(route, file.name())));
    }

    /** The warnings about a file of {@code directory}. A malformed file has no warnings, because it has errors. */
    public List<Finding> of(Path directory, RouteFile file) {
        try {
            RouteFileText text = RouteFileText.read(directory.resolve(file.name()));
            RouteFileContents contents = RouteFileContents.of(text);
            Findings findings = new Findings(text);
            contents.root().walk(element -> {
                CircuitBreakerCheck.check(element, findings);
                ClearTextSecretCheck.check(element, findings);
                ClientUris.warn(element, findings);
                SensitiveLogs.check(element, findings);
                IneffectiveProperties.warn(element, findings);
            });
            for (String id : file.routes()) {
                RouteMatch match = claims.get(id);
                if (match != null) {
                    check(id, match, contents, findings);
                }
                for (RoleGap gap : gaps) {
                    if (gap.guarded().routeId().equals(id)) {
                        findings.add(contents.placeOf(id, false), gap.sentence(place(directory, gap.open())));
                    }
                }
            }
            return findings.all();
        } catch (RouteFileException e) {
            return List.of();
        }
    }

    /** The file and the line of a route. */
    private String place(Path directory, Door door) {
        String file = files.get(door.routeId());
        if (file == null) {
            return "the gateway's own";
        }
        try {
            RouteFileContents contents = RouteFileContents.of(RouteFileText.read(directory.resolve(file)));
            return file + ":" + contents.file().line(contents.placeOf(door.routeId(), false));
        } catch (RouteFileException e) {
            return file; // the file's last good version serves
        }
    }

    private void check(String id, RouteMatch match, RouteFileContents contents, Findings findings) {
        int place = contents.placeOf(id, false);
        List<String> open = match.below()
                ? publicPaths.touching(match.path())
                : publicPaths.contains(match.path()) ? List.of(match.path()) : List.of();
        if (!open.isEmpty()) {
            findings.add(
                    place,
                    "route '" + id + "' serves without a token what PUBLIC_PATHS has: " + String.join(", ", open));
        }
        if (!match.path().equals("/api") && !match.path().startsWith("/api/")) {
            findings.add(place, "route '" + id + "' serves the path " + match.path() + " outside /api");
        }
        String owner = "";
        for (Map.Entry<String, RouteMatch> other : claims.entrySet()) {
            RouteMatch taken = other.getValue();
            boolean nearer =
                    owner.isEmpty() || taken.path().length() > path(owner).length();
            if (files.containsKey(other.getKey())
                    && takesFrom(match, taken)
                    && nearer
                    && !reachesSameService(id, other.getKey())) {
                owner = other.getKey();
            }
        }
        if (!owner.isEmpty()) {
            findings.add(
                    place,
                    "route '" + id + "' takes the requests for " + match.path() + " over from route '" + owner + "' ("
                            + files.get(owner) + "), which serves what is below " + path(owner));
        }
    }

    /** Whether a route takes over requests and sends them to the same service, only with more requirements. */
    private boolean reachesSameService(String id, String owner) {
        List<Door> own = doors.getOrDefault(id, List.of());
        List<Door> others = doors.getOrDefault(owner, List.of());
        return own.size() == 1
                && others.size() == 1
                && !own.get(0).roles().isEmpty()
                && own.get(0).isOfServiceOf(others.get(0))
                && own.get(0).path().common(others.get(0).path()) != null
                && own.get(0)
                        .clientPath(own.get(0).path())
                        .equals(others.get(0).clientPath(own.get(0).path()));
    }

    private String path(String routeId) {
        RouteMatch match = claims.get(routeId);
        return match == null ? "" : match.path();
    }

    private static boolean takesFrom(RouteMatch match, RouteMatch prefix) {
        return prefix.below()
                && match.path().startsWith(prefix.path() + "/")
                && !Collections.disjoint(match.methods(), prefix.methods());
    }
}
