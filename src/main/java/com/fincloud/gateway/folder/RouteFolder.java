package com.fincloud.gateway.folder;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.edge.GatewayEngine;
import com.fincloud.gateway.folder.LiveRoutes.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the route files: loaded at start, and looked at four times a second from then on. Each file is checked alone, so a
 * broken one costs nobody anything: what it served before goes on, and the others are not touched.
 */
public final class RouteFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFolder.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** What is known of a file: how it was last read, what serves, and why its text does not. */
    private record State(FileReading reading, @Nullable Version version, @Nullable RouteFileException error) {}

    private final CamelContext context;
    private final Path directory;
    private final DryRun dryRun;
    private final LiveRoutes live;
    private final GatewayEngine engine;
    private final RoleGapLog gaps = new RoleGapLog();
    private final Map<String, State> states = new TreeMap<>();
    private final FileHistory history;
    private final BackgroundTasks watcher = new BackgroundTasks(BackgroundTask.ROUTE_FOLDER);
    private Map<String, FileReading> lastLook = Map.of();
    private int generation;
    private boolean unreadable;
    private volatile Consumer<FileEvent> listener = event -> {};

    /** The route files of {@code directory}, for {@code context} behind {@code engine}. */
    public RouteFolder(CamelContext context, GatewayEngine engine, Path directory, Rehearsal rehearsal, Clock clock) {
        this.context = context;
        this.directory = directory;
        this.dryRun = new DryRun(context, rehearsal);
        this.live = new LiveRoutes(context, engine);
        this.engine = engine;
        this.history = new FileHistory(clock);
    }

    /** Tells {@code told} what becomes of each file from now on. */
    public void onEvent(Consumer<FileEvent> told) {
        listener = told;
    }

    /** Loads every file of the folder, in the order of their names. */
    public synchronized void load() {
        lastLook = look();
        apply(lastLook);
    }

    /** Follows the folder until {@link #close}. */
    public void watch() {
        watcher.every(LOOK, LOOK, this::follow);
    }

    /** What became of each file, by name. */
    public synchronized Collection<RouteFile> files() {
        return states.entrySet().stream()
                .map(entry -> new RouteFile(
                        entry.getKey(),
                        entry.getValue().version() == null
                                ? List.of()
                                : entry.getValue().version().publicIds(),
                        entry.getValue().error()))
                .toList();
    }

    /** What became of files lately, the newest first. */
    public List<FileChange> changes() {
        return history.latest();
    }

    /** Whether every file serves as it is now. */
    public boolean healthy() {
        return files().stream().allMatch(file -> file.error() == null);
    }

    private synchronized void follow() {
        Map<String, FileReading> now = look();
        Map<String, FileReading> settled = settled(now);
        lastLook = now;
        apply(settled);
        live.sweep(versions());
    }

    /** A folder that cannot be read changes nothing. */
    private Map<String, FileReading> look() {
        try {
            Map<String, FileReading> readings = FileReading.all(directory);
            unreadable = false;
            return readings;
        } catch (IOException e) {
            if (!unreadable) {
                LOG.atWarn().addKeyValue("directory", directory).log("Route folder not readable");
            }
            unreadable = true;
            return lastLook;
        }
    }

    /** What two looks in a row have found the same; a file that somebody is just writing counts as it was. */
    private Map<String, FileReading> settled(Map<String, FileReading> now) {
        Map<String, FileReading> settled = new TreeMap<>();
        Set<String> names = new TreeSet<>(now.keySet());
        names.addAll(states.keySet());
        for (String name : names) {
            FileReading found = now.get(name);
            State known = states.get(name);
            if (!Objects.equals(found, lastLook.get(name))) {
                found = known == null ? null : known.reading();
            }
            if (found != null) {
                settled.put(name, found);
            }
        }
        return settled;
    }

    private List<Version> versions() {
        return states.values().stream()
                .map(State::version)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Makes the routes those of {@code now}: first what is new or changed, then what is gone. */
    private void apply(Map<String, FileReading> now) {
        Map<String, FileReading> candidates = new TreeMap<>(now);
        candidates.entrySet().removeIf(entry -> isKnown(entry.getKey(), entry.getValue()));
        Set<String> gone = new TreeSet<>(states.keySet());
        gone.removeAll(now.keySet());
        if (candidates.isEmpty() && gone.isEmpty()) {
            return;
        }
        generation++;
        now.forEach((name, reading) -> {
            State state = states.get(name);
            if (state != null && state.error() != null) {
                candidates.put(name, reading); // what stood in its way may have gone
            }
        });
        Changes changes = new Changes(ownClaims());
        states.forEach((name, state) -> {
            if (state.version() != null && !gone.contains(name)) {
                changes.serving(name, state.version().claims());
            }
        });
        candidates.forEach((name, reading) -> check(name, reading, changes));
        changes.settle();
        candidates.forEach((name, reading) -> deploy(name, reading, changes));
        gone.forEach(this::drop);
        gaps.tell(roleGaps(), files());
    }

    /** The service paths for which one route asks for roles, and another does not. */
    List<RoleGap> roleGaps() {
        return RoleGap.of(context, engine);
    }

    private boolean isKnown(String name, FileReading reading) {
        State state = states.get(name);
        return state != null && state.reading().equals(reading);
    }

    private void check(String name, FileReading reading, Changes changes) {
        State state = states.get(name);
        Set<String> ownBeans = state == null || state.version() == null
                ? Set.of()
                : state.version().beans();
        RouteFileText text = reading.text();
        try {
            if (text == null) {
                throw new RouteFileException(reading.problem(), 0, null);
            }
            changes.candidate(name, text, dryRun.check(text, ownBeans));
        } catch (RouteFileException e) {
            changes.refuse(name, e);
        }
    }

    private void deploy(String name, FileReading reading, Changes changes) {
        State before = states.get(name);
        Version version = before == null ? null : before.version();
        RouteFileException error = changes.error(name);
        RouteFileText text = reading.text();
        if (error == null && text != null) {
            try {
                version = live.replace(version, text, generation);
            } catch (RouteFileException e) {
                error = e;
            }
        }
        states.put(name, new State(reading, version, error));
        if (error == null) {
            report(before == null || before.version() == null ? FileEvent.LOADED : FileEvent.RELOADED, name, version);
        } else if (before == null
                || before.error() == null
                || !before.error().findings().equals(error.findings())) {
            report(name, error);
        }
    }

    private void drop(String name) {
        State state = states.remove(name);
        if (state != null && state.version() != null) {
            live.remove(state.version());
        }
        report(FileEvent.REMOVED, name, state == null ? null : state.version());
    }

    /** The claims of the routes that come from no file. */
    private List<Claims> ownClaims() {
        Set<String> files = live.ids(versions());
        return context.getRoutes().stream()
                .filter(route -> !files.contains(route.getId()))
                .map((Route route) -> Claims.of(route))
                .toList();
    }

    private void report(FileEvent event, String name, @Nullable Version version) {
        listener.accept(event);
        history.add(event, name, version == null ? List.of() : version.publicIds(), null);
        LOG.atInfo()
                .addKeyValue("file", name)
                .addKeyValue("routes", version == null ? List.of() : version.publicIds())
                .log(event.sentence());
    }

    private void report(String name, RouteFileException error) {
        listener.accept(FileEvent.REJECTED);
        history.add(FileEvent.REJECTED, name, List.of(), error.findings().get(0));
        LOG.atError()
                .addKeyValue("file", name)
                .addKeyValue("line", error.line())
                .addKeyValue("column", error.column())
                .addKeyValue("error", error.getMessage())
                .log(FileEvent.REJECTED.sentence());
    }

    @Override
    public void close() {
        watcher.close();
    }
}
