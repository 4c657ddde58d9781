package com.fincloud.gateway.health;

import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The route files, their routes, and the places of their errors. */
final class RouteFileReport {

    private final RouteFolder folder;

    RouteFileReport(RouteFolder folder) {
        this.folder = folder;
    }

    /** Whether the folder can be read and none of its files is rejected. */
    boolean isHealthy() {
        return folder.healthy();
    }

    /** The problem with the folder itself; null if there is none. */
    @Nullable
    String folderProblem() {
        return folder.problem();
    }

    /** Why no request can be served, if the folder does not exist; null if it exists. */
    @Nullable
    String missingFolder() {
        return folder.missing() ? folder.problem() : null;
    }

    /** The status of each file: {@code loaded} or {@code rejected}. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        folder.files().forEach(file -> files.put(file.name(), file.status()));
        return files;
    }

    /** Each route with its file and the error of that file. A rejected file without a serving route stands for its routes. */
    List<Map<String, Object>> routes() {
        Set<String> stopped = folder.stopped();
        List<Map<String, Object>> routes = new ArrayList<>();
        for (RouteFile file : folder.files()) {
            for (String id : file.routes().isEmpty() ? List.of(file.name()) : file.routes()) {
                routes.add(route(file, id, stopped.contains(id)));
            }
        }
        return routes;
    }

    private static Map<String, Object> route(RouteFile file, String id, boolean stopped) {
        RouteFileException error = file.error();
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("id", id);
        route.put("file", file.name());
        route.put("status", error == null && stopped ? "stopped" : file.status());
        route.put("error", error == null ? null : error.reason());
        if (error != null) {
            describe(error, route);
        }
        return route;
    }

    private static void describe(RouteFileException error, Map<String, Object> route) {
        if (error.line() > 0) {
            route.put("line", error.line());
        }
        if (error.column() > 0) {
            route.put("column", error.column());
        }
        if (error.hint() != null) {
            route.put("hint", error.hint());
        }
    }
}
