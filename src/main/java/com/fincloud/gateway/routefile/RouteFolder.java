package com.fincloud.gateway.routefile;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.extension.Extensions;
import com.fincloud.gateway.routefile.LiveRoutes.Version;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.check.BeanNames;
import com.fincloud.gateway.routefile.check.Components;
import com.fincloud.gateway.routefile.check.RoleGap;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.trial.Candidate;
import com.fincloud.gateway.routefile.trial.Changes;
import com.fincloud.gateway.routefile.trial.DirectTargets;
import com.fincloud.gateway.routefile.trial.FileReading;
import com.fincloud.gateway.routefile.trial.RouteFileCheck;
import com.fincloud.gateway.routefile.trial.RouteKeys;
import com.fincloud.gateway.routefile.trial.ScratchContextSetup;
import com.fincloud.gateway.routefile.trial.Trial;
import com.fincloud.gateway.routefile.trial.Trials;
import com.fincloud.gateway.routefile.trial.Trials.Round;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.settings.SettingsException;
import com.fincloud.gateway.upstream.Services;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the route files. It is loaded at the start, and then polled. A broken file affects only files that
 * use its beans: its previous version continues to serve, and other files do not change.
 *
 * <p>One thread decides. Checks run on other threads, each with a deadline, and a separate thread changes the live context. A reader of the
 * files' state gets the last published state without waiting.
 */
public final class RouteFolder implements AutoCloseable {

    /** How long a decision waits for all checks of a change, so that files that are saved together are loaded together. */
    private static final Duration TOGETHER = Duration.ofSeconds(2);

    /** How long the start waits for files that share beans. */
    private static final Duration START = Duration.ofSeconds(30);

    private static final String LOAD_TOO_LONG = "the file passed its check, and its routes took longer than "
            + Loader.DEADLINE.toSeconds() + " s to start: something that the file refers to does not answer;"
            + " the file is tried again when it changes, and every 30 s";

    private static final String HANGS = ": its constructor or configure() does not end, or a bean that it uses"
            + " is never made; it is tried again at the next start";

    /** The state that other threads read. */
    private record Published(List<RouteFile> files, FolderLook.Condition condition) {}

    private final CamelContext context;
    private final FileBeans beans;
    private final LiveRoutes live;
    private final GatewayHttpEngine engine;
    private final Services services;
    private final RoleGapLog gaps = new RoleGapLog();
    private final FolderLook folder;
    private final FileStates states = new FileStates();
    private final FilesToTry filesToTry;
    private final RouteFileCheck check;
    private final Trials trials;
    private final FileReports reports;
    private final BackgroundTasks watcher = new BackgroundTasks(BackgroundTask.ROUTE_FOLDER);
    private final Loader loader = new Loader();
    private final Map<String, FileReading> builders = new TreeMap<>();
    private volatile Duration pause = Duration.ZERO;
    private int generation;
    private volatile Published published = new Published(List.of(), FolderLook.Condition.MISSING);

    /** Creates the folder {@code directory} for {@code context} and {@code engine}. */
    public RouteFolder(
            CamelContext context,
            GatewayHttpEngine engine,
            Services services,
            Path directory,
            ScratchContextSetup scratchCheck,
            Clock clock) {
        this.context = context;
        try {
            this.beans = FileBeans.in(context);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        this.check = new RouteFileCheck(context, beans, scratchCheck);
        this.trials = new Trials(context, beans, check, states::beansServing);
        this.filesToTry = new FilesToTry(states, beans);
        this.live = new LiveRoutes(context, engine, beans, services);
        this.services = services;
        this.engine = engine;
        this.folder = new FolderLook(directory, clock, Runtime.getRuntime().maxMemory());
        this.reports = new FileReports(clock);
    }

    /** Restricts the folder to the file of this name. Must be called before {@link #load}. */
    public void only(String name) {
        folder.only(name);
    }

    /**
     * Adds the route builders and beans of extensions. Must be called before {@link #load}.
     *
     * @throws SettingsException if a bean has a name that it cannot have
     */
    public void add(Extensions extensions) {
        extensions.builders().forEach((name, type) -> {
            FileReading reading = FileReading.ofBuilder(name, type);
            builders.put(RouteFileText.ofBuilder(name, type).name(), reading);
        });
        Components components = new Components(context);
        extensions.beans().forEach((name, type) -> {
            if (BeanNames.isReserved(name, components) || context.getRegistry().lookupByName(name) != null) {
                throw new SettingsException(List.of("the class " + type + " of an extension has the bean name '" + name
                        + "', which the gateway or Camel uses itself (expected: another name)"));
            }
        });
        try {
            extensions.addBeansTo(context);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    /** Sets the listener for events of files. */
    public void onEvent(Consumer<FileEvent> told) {
        reports.onEvent(told);
    }

    /**
     * Loads every file of the folder, in the order of names. A file whose check does not end in time is skipped; {@link #watch} loads it
     * when its check succeeds.
     */
    public void load() {
        Map<String, FileReading> files = folder.all();
        load(files);
        if (!builders.isEmpty()) {
            load(withBuilders(files)); // after the files, whose beans they may use
        }
        publish();
    }

    private void load(Map<String, FileReading> now) {
        long began = System.nanoTime();
        beginTrials(now);
        try {
            boolean again = !trials.isEmpty();
            while (again && System.nanoTime() - began < START.toNanos()) {
                trials.awaitAll();
                again = decide();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, FileReading> withBuilders(Map<String, FileReading> files) {
        Map<String, FileReading> all = new TreeMap<>(files);
        all.putAll(builders);
        return all;
    }

    /** Polls the folder until {@link #close}, with this pause between two polls. */
    public void watch(Duration pause) {
        this.pause = pause;
        watcher.every(pause, pause, this::follow);
    }

    /** The state of each file, in the order of names. Returns without waiting. */
    public Collection<RouteFile> files() {
        return published.files();
    }

    /** The ids of the routes that do not run. Returns without waiting. */
    public Set<String> stopped() {
        return StoppedRoutes.in(context);
    }

    /** The latest changes, the newest first. Returns without waiting. */
    public List<FileChange> changes() {
        return reports.latest();
    }

    /** Whether there is at least one file, and every current file serves. Returns without waiting. */
    public boolean healthy() {
        Published now = published;
        return now.condition() == FolderLook.Condition.PRESENT
                && now.files().stream().allMatch(file -> file.error() == null);
    }

    /** Whether the folder has never existed, so that no client request can be served. Returns without waiting. */
    public boolean missing() {
        return published.condition() == FolderLook.Condition.MISSING;
    }

    /** The problem with the folder itself; null if there is none. Returns without waiting. */
    public @Nullable String problem() {
        return switch (published.condition()) {
            case PRESENT -> null;
            case EMPTY -> "route folder empty";
            case MISSING, GONE -> "route folder not readable";
        };
    }

    private void follow() {
        Map<String, FileReading> known = readings();
        known.keySet().removeAll(builders.keySet());
        beginTrials(withBuilders(folder.settled(known)));
        try {
            boolean again = !trials.isEmpty() || !filesToTry.gone().isEmpty();
            long began = System.nanoTime();
            while (again && System.nanoTime() - began < TOGETHER.toNanos()) {
                trials.await(TOGETHER);
                again = decide();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            publish();
        }
        if (folder.next().compareTo(pause) < 0) {
            Future<?> unused = watcher.after(folder.next(), this::follow);
        }
        if (live.isLeaving() && !loader.isBusy()) {
            List<Version> staying = states.versions();
            loader.run(() -> live.sweep(staying));
        }
    }

    private Map<String, FileReading> readings() {
        Map<String, FileReading> readings = trials.readings();
        states.forEach((name, state) -> readings.put(name, state.reading()));
        return readings;
    }

    private void beginTrials(Map<String, FileReading> now) {
        Map<String, FileReading> underWay = trials.readings();
        Map<String, FileReading> chosen = new TreeMap<>();
        trials.cancelChanged(now, chosen);
        filesToTry.choose(chosen, now, underWay);
        if (!chosen.isEmpty()) {
            trials.begin(chosen, filesToTry.beansWithoutFile());
        }
    }

    /**
     * Applies the results of ended trials: first the new and changed files, then the removed files.
     *
     * @return whether files are tried again without files that were refused
     */
    private boolean decide() throws InterruptedException {
        List<Round> ended = trials.ended();
        if (loader.isBusy() || (ended.isEmpty() && filesToTry.gone().isEmpty())) {
            return false; // while a change of the live context hangs, a decision could not be applied
        }
        generation++;
        Set<String> gone = filesToTry.gone();
        Changes changes = new Changes(ownKeys(), services.kept(), this::expectedNames);
        states.forEach((name, state) -> {
            if (state.version() != null && !gone.contains(name)) {
                changes.serving(name, state.version().declared());
            }
        });
        ended.stream().filter(Round::isWhole).forEach(round -> round.judge(changes));
        changes.settle();
        boolean again = false;
        for (Round round : ended) {
            again |= round.isWhole() ? putIntoService(round, changes) : refuseStuckFile(round);
        }
        for (String name : gone) {
            if (!loader.isBusy()) {
                drop(name);
            }
        }
        if (!loader.isBusy()) {
            refuseStranded();
        }
        publish();
        gaps.tell(roleGaps(), files());
        return again;
    }

    /** The names of {@code direct:} routes of files that have no verdict yet, or that the folder leaves out. */
    private Set<String> expectedNames() {
        Set<String> names = new TreeSet<>();
        Map<String, FileReading> files = new TreeMap<>(trials.readings());
        files.keySet().retainAll(trials.undecided());
        files.putAll(folder.leftOut());
        files.values().forEach(reading -> {
            if (reading.text() != null) {
                names.addAll(check.directConsumers(reading.text()));
            }
        });
        return names;
    }

    /** Rejects files that call a {@code direct:} route which no file has any longer. Their versions continue to serve. */
    private void refuseStranded() {
        DirectTargets targets = new DirectTargets(this::expectedNames);
        targets.add(ownKeys());
        states.versions().forEach(version -> targets.add(version.declared().routes()));
        Map<String, RouteFileException> stranded = new TreeMap<>();
        states.forEach((name, state) -> {
            RouteFileText text = state.reading().text();
            if (state.version() != null && state.error() == null && text != null) {
                RouteFileException missing =
                        targets.missing(text, state.version().declared());
                if (missing != null) {
                    stranded.put(name, missing);
                }
            }
        });
        stranded.forEach((name, error) -> {
            FileStates.State state = states.of(name);
            if (state != null) {
                refuse(name, state.reading(), error, false);
            }
        });
    }

    /** The service paths for which one route demands roles and a different route does not. */
    List<RoleGap> roleGaps() {
        return RoleGap.of(context, engine);
    }

    /** Refuses the file at which a trial was stuck. The other files are tried again without it. */
    private boolean refuseStuckFile(Round round) {
        String name = round.trial().current();
        FileReading reading = round.open().remove(name);
        if (reading == null) { // a file that is already served stays served
            name = round.open().keySet().iterator().next();
            reading = round.open().remove(name);
        }
        if (reading != null) {
            RouteFileException error = round.error();
            RouteFileText text = reading.text();
            if (round.isLate() && text != null && text.isBuilder()) {
                error = new RouteFileException(text.text() + HANGS, 0, null);
            }
            refuse(name, reading, error, round.isLate());
        }
        trials.withoutCurrent(round, filesToTry.beansWithoutFile());
        return !round.open().isEmpty();
    }

    /** Puts the files of a trial into service. Files that use a bean of a refused file are tried again without it. */
    private boolean putIntoService(Round round, Changes changes) throws InterruptedException {
        Map<String, RouteFileException> refused = new TreeMap<>();
        for (Map.Entry<String, FileReading> file : List.copyOf(round.open().entrySet())) {
            RouteFileException error = changes.error(file.getKey());
            if (error != null) {
                round.open().remove(file.getKey());
                refuse(file.getKey(), file.getValue(), error, false);
                refused.put(file.getKey(), error);
            }
        }
        if (again(round, refused)) {
            return true;
        }
        for (String name : round.trial().inOrder()) {
            FileReading reading = round.open().get(name);
            if (reading == null) {
                continue;
            }
            if (loader.isBusy()) {
                return false; // the remaining files follow when the loader is free
            }
            round.open().remove(name);
            RouteFileException error = deploy(name, reading, round.trial());
            if (error != null && again(round, Map.of(name, error))) {
                return true;
            }
        }
        trials.end(round);
        return false;
    }

    private boolean again(Round round, Map<String, RouteFileException> refused) {
        Set<String> users = round.trial().users(refused.keySet());
        users.retainAll(round.open().keySet());
        if (users.isEmpty()) {
            return false;
        }
        trials.again(round, refused);
        return true;
    }

    private @Nullable RouteFileException deploy(String name, FileReading reading, Trial trial)
            throws InterruptedException {
        FileStates.State before = states.of(name);
        Version previous = states.version(name);
        if (before != null && before.error() == null && before.reading().equals(reading) && trial.isAlone(name)) {
            return null; // the beans that it might use have not changed
        }
        Candidate candidate = trial.take(name);
        int number = generation;
        try {
            Version version = loader.call(wanted -> live.replace(previous, candidate, number, wanted));
            if (version == null) {
                RouteFileException error = new RouteFileException(LOAD_TOO_LONG, 0, null);
                refuse(name, reading, error, true);
                return error;
            }
            if (previous != null || version.declared().routes().stream().anyMatch(RouteKeys::isDirect)) {
                filesToTry.freed();
            }
            states.served(name, reading, version);
            reports.served(previous == null ? FileEvent.LOADED : FileEvent.RELOADED, name, version);
            publish();
            return null;
        } catch (RouteFileException e) {
            refuse(name, reading, e, false);
            return e;
        }
    }

    private void refuse(String name, FileReading reading, RouteFileException error, boolean late) {
        if (states.refused(name, reading, error, late)) {
            reports.rejected(name, error);
        }
        publish();
    }

    private void drop(String name) throws InterruptedException {
        if (states.of(name) == null) {
            return;
        }
        Version version = states.version(name);
        if (version != null) {
            filesToTry.freed();
            loader.call(wanted -> {
                live.remove(version);
                return version;
            });
        }
        states.removed(name);
        reports.served(FileEvent.REMOVED, name, version);
    }

    private void publish() {
        published = new Published(states.files(trials.undecided()), folder.condition());
    }

    /** The keys of the routes that come from no file. */
    private List<RouteKeys> ownKeys() {
        Set<String> files = live.ids(states.versions());
        return context.getRoutes().stream()
                .filter(route -> !files.contains(route.getId()))
                .map((Route route) -> RouteKeys.of(route))
                .toList();
    }

    @Override
    public void close() {
        watcher.close();
        trials.close();
        loader.close();
        live.close();
    }
}
