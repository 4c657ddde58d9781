package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.check.RoleGap;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each gap between the roles of two routes once, until it is closed. */
final class RoleGapLog {

    private static final Logger LOG = LoggerFactory.getLogger(RoleGapLog.class);

    private Set<String> logged = Set.of();

    /** Logs the new gaps; {@code files} contain the routes. */
    void log(List<RoleGap> gaps, Collection<RouteFile> files) {
        Map<String, String> names = new LinkedHashMap<>();
        files.forEach(file -> file.routes().forEach(route -> names.put(route, file.name())));
        Set<String> found = new HashSet<>();
        for (RoleGap gap : gaps) {
            String pair = gap.guarded().routeId() + " " + gap.open().routeId();
            found.add(pair);
            if (!logged.contains(pair)) {
                LOG.atWarn()
                        .addKeyValue("file", names.get(gap.guarded().routeId()))
                        .addKeyValue("route", gap.guarded().routeId())
                        .addKeyValue("roles", new TreeSet<>(gap.guarded().roles()))
                        .addKeyValue("other_file", names.get(gap.open().routeId()))
                        .addKeyValue("other_route", gap.open().routeId())
                        .addKeyValue("other_path", gap.clientPath())
                        .log("Roles can be passed by");
            }
        }
        logged = found;
    }
}
