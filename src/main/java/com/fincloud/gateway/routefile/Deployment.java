package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.live.FileVersion;
import com.fincloud.gateway.routefile.live.LiveRoutes;
import com.fincloud.gateway.routefile.live.Loader;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.trial.Candidate;
import com.fincloud.gateway.routefile.trial.Changes;
import com.fincloud.gateway.routefile.trial.FileReading;
import com.fincloud.gateway.routefile.trial.RouteKeys;
import com.fincloud.gateway.routefile.trial.Trial;
import com.fincloud.gateway.routefile.trial.Trials;
import com.fincloud.gateway.routefile.trial.Trials.Round;
import com.fincloud.gateway.upstream.Services;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * Deploys the files whose trials have ended: accepted files start to serve, refused files are reported, and removed files end. Only the
 * folder's thread uses it.
 */
final class Deployment {

    private static final String LOAD_TOO_LONG = "the file passed its check, and its routes took longer than "
            + Loader.DEADLINE.toSeconds() + " s to start: something that the file refers to does not answer;"
            + " the file is tried again when it changes, and every 30 s";

    private static final String HANGS = ": its constructor or configure() does not end, or a bean that it uses"
            + " is never made; it is tried again at the next start";

    private final CamelContext context;
    private final Services services;
    private final LiveRoutes live;
    private final Loader loader;
    private final FileStates states;
    private final FilesToTry filesToTry;
    private final Trials trials;
    private final DirectCallers callers;
    private final FileReports reports;
    private final Runnable published;
    private int generation;

    /** Creates it. {@code published} is called after each change of a file's state. */
    Deployment(
            CamelContext context,
            Services services,
            LiveRoutes live,
            Loader loader,
            FileStates states,
            FilesToTry filesToTry,
            Trials trials,
            DirectCallers callers,
            FileReports reports,
            Runnable published) {
        this.context = context;
        this.services = services;
        this.live = live;
        this.loader = loader;
        this.states = states;
        this.filesToTry = filesToTry;
        this.trials = trials;
        this.callers = callers;
        this.reports = reports;
        this.published = published;
    }

    /** Whether there is something to deploy. While a change of the live context hangs, nothing can be deployed. */
    boolean isDue() {
        return !loader.isBusy()
                && (!trials.ended().isEmpty() || !filesToTry.gone().isEmpty());
    }

    /**
     * Puts new and changed files into service, and then takes removed files out of it.
     *
     * @return whether files are tried again without files that were refused
     */
    boolean deployEnded() throws InterruptedException {
        List<Round> ended = trials.ended();
        generation++;
        Set<String> gone = filesToTry.gone();
        Changes changes = new Changes(ownKeys(), services.kept(), callers::expectedNames);
        states.forEach((name, state) -> {
            if (state.version() != null && !gone.contains(name)) {
                changes.serving(name, state.version().declared());
            }
        });
        ended.stream().filter(Round::isWhole).forEach(round -> round.addResultsTo(changes));
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
            refuseCallersWithoutTarget();
        }
        published.run();
        return again;
    }

    /** Rejects files that call a {@code direct:} route which no file has any longer. Their versions continue to serve. */
    private void refuseCallersWithoutTarget() {
        callers.withoutTarget(ownKeys()).forEach((name, error) -> {
            FileStates.State state = states.of(name);
            if (state != null) {
                refuse(name, state.reading(), error, false);
            }
        });
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
        // A removal changes other entries of a tree map, so the loop needs entries of its own.
        for (Map.Entry<String, FileReading> file : new TreeMap<>(round.open()).entrySet()) {
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
        FileVersion previous = states.version(name);
        if (before != null && before.error() == null && before.reading().equals(reading) && trial.isAlone(name)) {
            return null; // the beans that it might use have not changed
        }
        Candidate candidate = trial.take(name);
        int number = generation;
        try {
            FileVersion version = loader.call(wanted -> live.replace(previous, candidate, number, wanted));
            if (version == null) {
                RouteFileText text = candidate.text();
                String reason = text.isBuilder() ? text.text() + HANGS : LOAD_TOO_LONG;
                RouteFileException error = new RouteFileException(reason, 0, null);
                refuse(name, reading, error, true);
                return error;
            }
            if (previous != null || version.declared().routes().stream().anyMatch(RouteKeys::isDirect)) {
                filesToTry.freed();
            }
            states.served(name, reading, version);
            reports.served(previous == null ? FileEvent.LOADED : FileEvent.RELOADED, name, version);
            published.run();
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
        published.run();
    }

    private void drop(String name) throws InterruptedException {
        if (states.of(name) == null) {
            return;
        }
        FileVersion version = states.version(name);
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

    /** The keys of the routes that come from no file. */
    private List<RouteKeys> ownKeys() {
        Set<String> files = live.ids(states.versions());
        return context.getRoutes().stream()
                .filter(route -> !files.contains(route.getId()))
                .map((Route route) -> RouteKeys.of(route))
                .toList();
    }
}
