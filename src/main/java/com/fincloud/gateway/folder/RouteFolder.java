package com.fincloud.gateway.folder;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.edge.GatewayEngine;
import com.fincloud.gateway.folder.LiveRoutes.Version;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

/**
 * The folder with the route files: loaded at start, and looked at four times a second from then on. Each file is checked alone, so a
 * broken one costs nobody anything: what it served before goes on, and the others are not touched.
 *
 * <p>One thread decides. Checks run beside it, each with a deadline, and another thread changes the live context. Whoever asks what became
 * of the files gets the state that was published last, and waits for none of these.
 */
public final class RouteFolder implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(250);

    /** How long a decision waits for all checks of a change, so that files that are saved together come together. */
    private static final Duration TOGETHER = Duration.ofSeconds(2);

    /** Until a file is tried again that ran out of time. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    private static final String LOAD_TOO_LONG = "the file passed its check, and its routes took longer than "
            + Loader.DEADLINE.toSeconds() + " s to start: something that the file refers to does not answer;"
            + " the file is tried again when it changes, and every 30 s";

    /** What is known of a file: how it was last read, what serves, and why its text does not. */
    private record State(
            FileReading reading, @Nullable Version version, @Nullable RouteFileException error, long retryNanos) {

        boolean isDue() {
            return retryNanos != 0 && retryNanos - System.nanoTime() <= 0;
        }
    }

    /** A check under way. */
    private record Pending(FileReading reading, Checks<List<Claims>>.Check check) {}

    /** What others read. */
    private record Published(List<RouteFile> files, FolderLook.Condition condition) {}

    private final CamelContext context;
    private final DryRun dryRun;
    private final LiveRoutes live;
    private final GatewayEngine engine;
    private final RoleGapLog gaps = new RoleGapLog();
    private final FolderLook folder;
    private final Map<String, State> states = new TreeMap<>();
    private final Map<String, Pending> pending = new HashMap<>();
    private final FileReports reports;
    private final BackgroundTasks watcher = new BackgroundTasks(BackgroundTask.ROUTE_FOLDER);
    private final Checks<List<Claims>> checks = new Checks<>();
    private final Loader loader = new Loader();
    private int generation;
    private volatile Published published = new Published(List.of(), FolderLook.Condition.MISSING);

    /** The route files of {@code directory}, for {@code context} behind {@code engine}. */
    public RouteFolder(CamelContext context, GatewayEngine engine, Path directory, Rehearsal rehearsal, Clock clock) {
        this.context = context;
        this.dryRun = new DryRun(context, rehearsal);
        this.live = new LiveRoutes(context, engine);
        this.engine = engine;
        this.folder = new FolderLook(directory, clock);
        this.reports = new FileReports(clock);
    }

    /** Tells {@code told} what becomes of each file from now on. */
    public void onEvent(Consumer<FileEvent> told) {
        reports.onEvent(told);
    }

    /**
     * Loads every file of the folder, in the order of their names. A file whose check does not end in time is left out; {@link #watch}
     * brings it when its check succeeds.
     */
    public void load() {
        Map<String, FileReading> all = folder.all();
        beginChecks(all, Set.of());
        try {
            checks.awaitAll(pending.values().stream().map(Pending::check).toList());
            decide(Set.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publish();
    }

    /** Follows the folder until {@link #close}. */
    public void watch() {
        watcher.every(LOOK, LOOK, this::follow);
    }

    /** What became of each file, by name. It answers at once. */
    public Collection<RouteFile> files() {
        return published.files();
    }

    /** What became of files lately, the newest first. It answers at once. */
    public List<FileChange> changes() {
        return reports.latest();
    }

    /** Whether every file serves as it is now, and there is one. It answers at once. */
    public boolean healthy() {
        Published now = published;
        return now.condition() == FolderLook.Condition.PRESENT
                && now.files().stream().allMatch(file -> file.error() == null);
    }

    /** Whether there has never been a folder: nothing that a client wants can be served. It answers at once. */
    public boolean missing() {
        return published.condition() == FolderLook.Condition.MISSING;
    }

    /** What is wrong with the folder itself, null when nothing is. It answers at once. */
    public @Nullable String problem() {
        return switch (published.condition()) {
            case PRESENT -> null;
            case EMPTY -> "route folder empty";
            case MISSING, GONE -> "route folder not readable";
        };
    }

    private void follow() {
        Map<String, FileReading> settled = folder.settled(readings());
        Set<String> gone = new TreeSet<>(states.keySet());
        gone.removeAll(settled.keySet());
        try {
            if (beginChecks(settled, gone) || !gone.isEmpty() || !pending.isEmpty()) {
                checks.await(pending.values().stream().map(Pending::check).toList(), TOGETHER);
                decide(gone);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            publish();
        }
        if (live.isLeaving() && !loader.isBusy()) {
            List<Version> staying = versions();
            loader.run(() -> live.sweep(staying));
        }
    }

    private Map<String, FileReading> readings() {
        Map<String, FileReading> readings = new TreeMap<>();
        states.forEach((name, state) -> readings.put(name, state.reading()));
        pending.forEach((name, check) -> readings.putIfAbsent(name, check.reading()));
        return readings;
    }

    /** Begins the checks of what is new or changed, and of what may come now that something else changes. */
    private boolean beginChecks(Map<String, FileReading> now, Set<String> gone) {
        boolean changed = !gone.isEmpty();
        for (Map.Entry<String, FileReading> file : now.entrySet()) {
            State state = states.get(file.getKey());
            boolean isNew = state == null || !state.reading().equals(file.getValue());
            changed |= isNew;
            if (state == null || isNew || state.isDue()) {
                begin(file.getKey(), file.getValue());
            }
        }
        if (changed) {
            now.forEach((name, reading) -> {
                State state = states.get(name);
                if (state != null && state.error() != null && state.retryNanos() == 0) {
                    begin(name, reading); // what stood in its way may have gone
                }
            });
        }
        pending.entrySet().removeIf(entry -> {
            boolean over = !now.containsKey(entry.getKey());
            if (over) {
                entry.getValue().check().cancel();
            }
            return over;
        });
        return changed;
    }

    private void begin(String name, FileReading reading) {
        Pending before = pending.get(name);
        if (before != null) {
            if (before.reading().equals(reading)) {
                return;
            }
            before.check().cancel();
        }
        State state = states.get(name);
        Set<String> ownBeans = state == null || state.version() == null
                ? Set.of()
                : state.version().beans();
        RouteFileText text = reading.text();
        pending.put(name, new Pending(reading, checks.begin(() -> {
            if (text == null) {
                throw new RouteFileException(reading.problem(), 0, null);
            }
            return dryRun.check(text, ownBeans);
        })));
    }

    /** Makes the routes those of the files whose checks have ended: first what is new or changed, then what is gone. */
    private void decide(Set<String> gone) throws InterruptedException {
        if (loader.isBusy()) {
            return; // a change of the live context hangs; what is decided could not be done
        }
        Map<String, Pending> candidates = new TreeMap<>(pending);
        candidates.values().removeIf(candidate -> !candidate.check().isDone());
        if (candidates.isEmpty() && gone.isEmpty()) {
            return;
        }
        generation++;
        Changes changes = new Changes(ownClaims());
        states.forEach((name, state) -> {
            if (state.version() != null && !gone.contains(name)) {
                changes.serving(name, state.version().claims());
            }
        });
        candidates.forEach((name, candidate) -> add(name, candidate, changes));
        changes.settle();
        for (Map.Entry<String, Pending> candidate : candidates.entrySet()) {
            if (!loader.isBusy()) {
                deploy(candidate.getKey(), candidate.getValue(), changes);
            }
        }
        for (String name : gone) {
            if (!loader.isBusy()) {
                drop(name);
            }
        }
        publish();
        gaps.tell(roleGaps(), files());
    }

    /** The service paths for which one route asks for roles, and another does not. */
    List<RoleGap> roleGaps() {
        return RoleGap.of(context, engine);
    }

    private static void add(String name, Pending candidate, Changes changes) {
        List<Claims> claims = candidate.check().found();
        RouteFileText text = candidate.reading().text();
        RouteFileException error = candidate.check().error();
        if (claims != null && text != null) {
            changes.candidate(name, text, claims);
        } else if (error != null) {
            changes.refuse(name, error);
        }
    }

    private void deploy(String name, Pending candidate, Changes changes) throws InterruptedException {
        pending.remove(name, candidate);
        State before = states.get(name);
        Version previous = before == null ? null : before.version();
        Version version = previous;
        RouteFileException error = changes.error(name);
        RouteFileText text = candidate.reading().text();
        boolean late = candidate.check().isLate();
        if (error == null && text != null) {
            try {
                int number = generation;
                version = loader.call(wanted -> live.replace(previous, text, number, wanted));
                if (version == null) {
                    version = previous;
                    late = true;
                    error = new RouteFileException(LOAD_TOO_LONG, 0, null);
                }
            } catch (RouteFileException e) {
                error = e;
            }
        }
        long retry = late ? System.nanoTime() + RETRY.toNanos() | 1 : 0;
        states.put(name, new State(candidate.reading(), version, error, retry));
        if (error == null) {
            reports.served(previous == null ? FileEvent.LOADED : FileEvent.RELOADED, name, version);
        } else if (before == null
                || before.error() == null
                || !before.error().findings().equals(error.findings())) {
            reports.rejected(name, error);
        }
        publish();
    }

    private void drop(String name) throws InterruptedException {
        State state = states.get(name);
        Version version = state == null ? null : state.version();
        if (version != null) {
            loader.call(wanted -> {
                live.remove(version);
                return version;
            });
        }
        states.remove(name);
        reports.served(FileEvent.REMOVED, name, version);
    }

    private List<Version> versions() {
        return states.values().stream()
                .map(State::version)
                .filter(Objects::nonNull)
                .toList();
    }

    private void publish() {
        List<RouteFile> files = new ArrayList<>();
        states.forEach((name, state) -> files.add(new RouteFile(
                name, state.version() == null ? List.of() : state.version().publicIds(), state.error())));
        pending.forEach((name, check) -> {
            if (!states.containsKey(name) && !check.check().isDone()) {
                files.add(new RouteFile(name, List.of(), new RouteFileException("the check has not ended", 0, null)));
            }
        });
        published = new Published(List.copyOf(files), folder.condition());
    }

    /** The claims of the routes that come from no file. */
    private List<Claims> ownClaims() {
        Set<String> files = live.ids(versions());
        return context.getRoutes().stream()
                .filter(route -> !files.contains(route.getId()))
                .map((Route route) -> Claims.of(route))
                .toList();
    }

    @Override
    public void close() {
        watcher.close();
        checks.close();
        loader.close();
        live.close();
    }
}
