package com.fincloud.gateway.folder;

import com.fincloud.gateway.folder.DryRun.Found;
import com.fincloud.gateway.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder with the route files. Each file is checked alone first, so a broken one costs its own routes and no others. */
public final class RouteFolder {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFolder.class);

    private final CamelContext context;
    private final Path directory;
    private final DryRun dryRun;
    private final Map<String, RouteFile> files = new TreeMap<>();

    /** The route files of {@code directory}, for {@code context}. */
    public RouteFolder(CamelContext context, Path directory, Rehearsal rehearsal) {
        this.context = context;
        this.directory = directory;
        this.dryRun = new DryRun(context, rehearsal);
    }

    /** Loads every XML and YAML file of the folder, in the order of their names; folders in it are left alone. */
    public void load() {
        for (Path file : list()) {
            RouteFile result = load(file);
            synchronized (files) {
                files.put(result.name(), result);
            }
            report(result);
        }
    }

    /** What became of each file, by name. */
    public Collection<RouteFile> files() {
        synchronized (files) {
            return List.copyOf(files.values());
        }
    }

    /** Whether every file serves. */
    public boolean healthy() {
        return files().stream().allMatch(file -> file.error() == null);
    }

    private List<Path> list() {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isRegularFile)
                    .filter(RouteFolder::isRouteFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("directory", directory).log("Route folder not readable, no route file is served");
            return List.of();
        }
    }

    private static boolean isRouteFile(Path file) {
        String name = String.valueOf(file.getFileName());
        return !name.startsWith(".") && name.matches(".*\\.(xml|yaml|yml)");
    }

    private RouteFile load(Path file) {
        String name = String.valueOf(file.getFileName());
        List<String> added = new ArrayList<>();
        try {
            RouteFileText text = RouteFileText.read(file);
            List<Found> found = dryRun.check(text);
            found.forEach(route -> added.add(route.routeId()));
            refuseTaken(found, text);
            try {
                RouteFileLoader.load(context, text);
            } catch (Exception e) {
                removeRoutes(added);
                throw RouteFileException.of(e, 0);
            }
            return new RouteFile(name, added, null);
        } catch (RouteFileException e) {
            return new RouteFile(name, List.of(), e);
        }
    }

    /** Two routes may not share an id, nor a method of a path. */
    private void refuseTaken(List<Found> found, RouteFileText text) {
        Map<String, String> owners = new TreeMap<>();
        for (Route route : context.getRoutes()) {
            claims(Found.of(route)).forEach(claim -> owners.putIfAbsent(claim, route.getId()));
        }
        for (Found route : found) {
            for (String claim : claims(route)) {
                String owner = owners.putIfAbsent(claim, route.routeId());
                if (owner != null) {
                    throw new RouteFileException(
                            "route '" + route.routeId() + "': the " + claim + " is taken by route '" + owner + "'",
                            text.lineOf(route.routeId()),
                            null);
                }
            }
        }
    }

    private static List<String> claims(Found route) {
        List<String> claims = new ArrayList<>();
        claims.add("id " + route.routeId());
        if (!route.path().isEmpty()) {
            String methods = route.methods().isBlank() ? "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS" : route.methods();
            String path = route.path().startsWith("/") ? route.path() : "/" + route.path();
            SettingsReader.list(methods).forEach(method -> claims.add("path " + path + " (" + method + ")"));
        }
        return claims;
    }

    private void removeRoutes(List<String> ids) {
        for (String id : ids) {
            try {
                context.getRouteController().stopRoute(id);
                context.removeRoute(id);
            } catch (Exception e) {
                LOG.atError().addKeyValue("route_id", id).setCause(e).log("Route could not be removed");
            }
        }
    }

    private static void report(RouteFile file) {
        RouteFileException error = file.error();
        if (error == null) {
            LOG.atInfo()
                    .addKeyValue("file", file.name())
                    .addKeyValue("routes", file.routes())
                    .log("Route file loaded");
        } else {
            LOG.atError()
                    .addKeyValue("file", file.name())
                    .addKeyValue("line", error.line())
                    .addKeyValue("error", error.reason())
                    .log("Route file rejected");
        }
    }
}
