package com.fincloud.gateway.routefile;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.routefile.LiveRoutes.Version;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.check.RoleGap;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.trial.Candidate;
import com.fincloud.gateway.routefile.trial.Changes;
import com.fincloud.gateway.routefile.trial.FileReading;
import com.fincloud.gateway.routefile.trial.RouteFileCheck;
import com.fincloud.gateway.routefile.trial.RouteKeys;
import com.fincloud.gateway.routefile.trial.ScratchContextSetup;
import com.fincloud.gateway.routefile.trial.Trial;
import com.fincloud.gateway.routefile.trial.Trials;
import com.fincloud.gateway.routefile.trial.Trials.Round;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.upstream.Services;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the route files: loaded at start, and looked at four times a second from then on. A broken file costs nobody anything
 * but those who use its beans: what it served before goes on, and the others are not touched.
 *
 * <p>One thread decides. Checks run beside it, each with a deadline, and another thread changes the live context. Whoever asks what became
 * of the files gets the state that was published last, and waits for none of these.
 */
public final class RouteFolder implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(250);

    /** How long a decision waits for all checks of a change, so that files that are saved together come together. */
    private static final Duration TOGETHER = Duration.ofSeconds(2);

    /** How long files that share beans may keep the start waiting. */
    private static final Duration START = Duration.ofSeconds(30);

    private static final String LOAD_TOO_LONG = "the file passed its check, and its routes took longer than "
            + Loader.DEADLINE.toSeconds() + " s to start: something that the file refers to does not answer;"
            + " the file is tried again when it changes, and every 30 s";

    /** What others read. */
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
    private final Trials trials;
    private final FileReports reports;
    private final BackgroundTasks watcher = new BackgroundTasks(BackgroundTask.ROUTE_FOLDER);
    private final Loader loader = new Loader();
    private int generation;
    private volatile Published published = new Published(List.of(), FolderLook.Condition.MISSING);

    /** The route files of {@code directory}, for {@code context} behind {@code engine}. */
    public RouteFolder(
            CamelContext context,
            GatewayHttpEngine engine,
            Services services,
            Path directory,
            ScratchContextSetup rehearsal,
            Clock clock) {
        this.context = context;
        try {
            this.beans = FileBeans.in(context);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        this.trials = new Trials(context, beans, new RouteFileCheck(context, beans, rehearsal), states::beansServing);
        this.filesToTry = new FilesToTry(states, beans);
        this.live = new LiveRoutes(context, engine, beans, services);
        this.services = services;
        this.engine = engine;
        this.folder = new FolderLook(directory, clock, Runtime.getRuntime().maxMemory());
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
        long began = System.nanoTime();
        beginTrials(folder.all());
        try {
            boolean again = !trials.isEmpty();
            while (again && System.nanoTime() - began < START.toNanos()) {
                trials.awaitAll();
                again = decide();
            }
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
        beginTrials(folder.settled(readings()));
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
     * Makes the routes those of the files whose trials have ended: first what is new or changed, then what is gone.
     *
     * @return whether files are tried again, without others that do not come
     */
    private boolean decide() throws InterruptedException {
        List<Round> ended = trials.ended();
        if (loader.isBusy() || (ended.isEmpty() && filesToTry.gone().isEmpty())) {
            return false; // when a change of the live context hangs, what is decided could not be done
        }
        generation++;
        Set<String> gone = filesToTry.gone();
        Changes changes = new Changes(ownKeys(), services.kept());
        states.forEach((name, state) -> {
            if (state.version() != null && !gone.contains(name)) {
                changes.serving(name, state.version().declared());
            }
        });
        ended.stream().filter(Round::isWhole).forEach(round -> round.judge(changes));
        changes.settle();
        boolean again = false;
        for (Round round : ended) {
            again |= round.isWhole() ? bring(round, changes) : blame(round);
        }
        for (String name : gone) {
            if (!loader.isBusy()) {
                drop(name);
            }
        }
        publish();
        gaps.tell(roleGaps(), files());
        return again;
    }

    /** The service paths for which one route asks for roles, and another does not. */
    List<RoleGap> roleGaps() {
        return RoleGap.of(context, engine);
    }

    /** Refuses the file at which a trial stood; the others are tried again without it. */
    private boolean blame(Round round) {
        String name = round.trial().current();
        FileReading reading = round.open().remove(name);
        if (reading == null) { // a file that is served already; it stays so
            name = round.open().keySet().iterator().next();
            reading = round.open().remove(name);
        }
        if (reading != null) {
            refuse(name, reading, round.error(), round.isLate());
        }
        trials.withoutCurrent(round, filesToTry.beansWithoutFile());
        return !round.open().isEmpty();
    }

    /** Brings the files of a trial into service. Who uses a bean of one that cannot come is tried again without it. */
    private boolean bring(Round round, Changes changes) throws InterruptedException {
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
                return false; // the rest comes when it is not
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
            return null; // what it might have used did not change
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
            if (previous != null) {
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
