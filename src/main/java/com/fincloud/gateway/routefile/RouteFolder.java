package com.fincloud.gateway.routefile;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.extension.Extensions;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.check.BeanNames;
import com.fincloud.gateway.routefile.check.Components;
import com.fincloud.gateway.routefile.check.RoleGap;
import com.fincloud.gateway.routefile.live.FileVersion;
import com.fincloud.gateway.routefile.live.LiveRoutes;
import com.fincloud.gateway.routefile.live.Loader;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.trial.FileReading;
import com.fincloud.gateway.routefile.trial.RouteFileCheck;
import com.fincloud.gateway.routefile.trial.ScratchContextSetup;
import com.fincloud.gateway.routefile.trial.Trials;
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
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
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

    private final CamelContext context;
    private final LiveRoutes live;
    private final GatewayHttpEngine engine;
    private final RoleGapLog gaps = new RoleGapLog();
    private final FolderLook folder;
    private final FileStates states = new FileStates();
    private final PublishedFiles published = new PublishedFiles();
    private final FilesToTry filesToTry;
    private final Trials trials;
    private final Deployment deployment;
    private final FileReports reports;
    private final BackgroundTasks watcher = new BackgroundTasks(BackgroundTask.ROUTE_FOLDER);
    private final Loader loader = new Loader();
    private final Map<String, FileReading> builders = new TreeMap<>();
    private volatile Duration pause = Duration.ZERO;

    /** Creates the folder {@code directory} for {@code context} and {@code engine}. */
    public RouteFolder(
            CamelContext context,
            GatewayHttpEngine engine,
            Services services,
            Path directory,
            ScratchContextSetup scratchCheck,
            Clock clock) {
        this.context = context;
        this.engine = engine;
        FileBeans beans = FileBeans.of(context);
        RouteFileCheck check = new RouteFileCheck(context, beans, scratchCheck);
        this.folder = new FolderLook(directory, clock, Runtime.getRuntime().maxMemory());
        this.reports = new FileReports(clock);
        this.trials = new Trials(context, beans, check, states::beansServing);
        this.filesToTry = new FilesToTry(states, beans);
        this.live = new LiveRoutes(context, engine, beans, services);
        this.deployment = new Deployment(
                context,
                services,
                live,
                loader,
                states,
                filesToTry,
                trials,
                new DirectCallers(folder.listing(), states, trials, check),
                reports,
                this::publish);
    }

    /** Restricts the folder to the file of this name. Must be called before {@link #load}. */
    public void only(String name) {
        folder.listing().only(name);
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
    public void onEvent(Consumer<FileEvent> listener) {
        reports.onEvent(listener);
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
                again = deploy();
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
        return published.healthy();
    }

    /** Whether the folder has never existed, so that no client request can be served. Returns without waiting. */
    public boolean missing() {
        return published.missing();
    }

    /** The problem with the folder itself; null if there is none. Returns without waiting. */
    public @Nullable String problem() {
        return published.problem();
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
                again = deploy();
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
            List<FileVersion> staying = states.versions();
            loader.run(() -> live.sweep(staying));
        }
    }

    private boolean deploy() throws InterruptedException {
        if (!deployment.isDue()) {
            return false;
        }
        boolean again = deployment.deployEnded();
        gaps.log(roleGaps(), files());
        return again;
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

    /** The service paths for which one route demands roles and a different route does not. */
    List<RoleGap> roleGaps() {
        return RoleGap.of(context, engine);
    }

    private void publish() {
        published.publish(states.files(trials.undecided()), folder.condition());
    }

    @Override
    public void close() {
        watcher.close();
        trials.close();
        loader.close();
        live.close();
    }
}
