package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The trials in progress. Files that share beans are tried together; all other files are tried independently. */
public final class Trials implements AutoCloseable {

    /** A trial in progress, with the files that have no verdict yet. */
    public static final class Round {

        private final Map<String, FileReading> open;
        private final Trial trial;
        private Checks<Trial>.@Nullable Check check;

        private Round(Map<String, FileReading> open, Trial trial) {
            this.open = new TreeMap<>(open);
            this.trial = trial;
        }

        public Map<String, FileReading> open() {
            return open;
        }

        /** The trial. It is safe to use only if {@link #isWhole}, except for its current file. */
        public Trial trial() {
            return trial;
        }

        boolean isDone() {
            return check != null && check.isDone();
        }

        /** Whether the trial has ended normally. */
        public boolean isWhole() {
            return check != null && check.found() != null;
        }

        public boolean isLate() {
            return check != null && check.isLate();
        }

        /** Why the trial has not ended normally. */
        public RouteFileException error() {
            RouteFileException error = check == null ? null : check.error();
            return error == null ? new RouteFileException("the file cannot be checked", 0, null) : error;
        }

        /** Adds the results of the trial to {@code changes}. */
        public void addResultsTo(Changes changes) {
            for (Map.Entry<String, FileReading> file : open.entrySet()) {
                Declared declared = trial.accepted().get(file.getKey());
                RouteFileText text = file.getValue().text();
                RouteFileException error = trial.errors().get(file.getKey());
                if (declared != null && text != null) {
                    changes.candidate(file.getKey(), text, declared);
                } else if (error != null) {
                    changes.refuse(file.getKey(), error);
                }
            }
        }
    }

    private final CamelContext live;
    private final FileBeans beans;
    private final RouteFileCheck scratchCheck;
    private final Function<String, Set<String>> serving;
    private final List<Round> rounds = new ArrayList<>();
    private final Checks<Trial> checks;

    /** Creates it. {@code serving} returns the names of the beans that a file currently serves. */
    public Trials(
            CamelContext live, FileBeans beans, RouteFileCheck scratchCheck, Function<String, Set<String>> serving) {
        this.live = live;
        this.beans = beans;
        this.scratchCheck = scratchCheck;
        this.serving = serving;
        this.checks = new Checks<>(trial -> beans.destroy(trial.beans()));
    }

    public boolean isEmpty() {
        return rounds.isEmpty();
    }

    /** The readings under trial, by file. */
    public Map<String, FileReading> readings() {
        Map<String, FileReading> readings = new TreeMap<>();
        rounds.forEach(round -> readings.putAll(round.open()));
        return readings;
    }

    /** The rounds that have ended, normally or not. */
    public List<Round> ended() {
        return rounds.stream().filter(Round::isDone).toList();
    }

    /** The files without a verdict. */
    public Set<String> undecided() {
        Set<String> files = new HashSet<>();
        rounds.stream()
                .filter(round -> !round.isDone())
                .forEach(round -> files.addAll(round.open().keySet()));
        return files;
    }

    /** Cancels the trials of changed files, and adds the remaining files of these trials to {@code fresh}. */
    public void cancelChanged(Map<String, FileReading> now, Map<String, FileReading> fresh) {
        for (Round round : List.copyOf(rounds)) {
            if (!now.entrySet().containsAll(round.open().entrySet())) {
                cancel(round);
                round.open().keySet().forEach(name -> {
                    FileReading reading = now.get(name);
                    if (reading != null) {
                        fresh.put(name, reading);
                    }
                });
            }
        }
    }

    /**
     * Starts trials of {@code fresh}. Trials in progress that share beans with one of these files restart together with it.
     *
     * @param leaving published names that no file has any longer
     */
    public void begin(Map<String, FileReading> fresh, Set<String> leaving) {
        Map<String, FileReading> all = readings();
        all.putAll(fresh);
        Map<String, Set<String>> names = new TreeMap<>();
        all.forEach((name, reading) -> names.put(name, names(name, reading)));
        List<Set<String>> ties =
                rounds.stream().map(round -> round.open().keySet()).toList();
        Map<String, Round> underWay = new HashMap<>();
        rounds.forEach(round -> round.open().keySet().forEach(name -> underWay.put(name, round)));
        for (Set<String> group : FileGroups.of(all, names, ties)) {
            if (group.stream().anyMatch(fresh::containsKey)) {
                Map<String, FileReading> files = new TreeMap<>();
                for (String name : group) {
                    Round round = underWay.get(name);
                    FileReading reading = all.get(name);
                    if (round != null && rounds.contains(round)) {
                        cancel(round);
                    }
                    if (reading != null) {
                        files.put(name, reading);
                    }
                }
                start(files, leaving);
            }
        }
    }

    /** The names of the beans that a file has or currently serves. */
    Set<String> names(String name, FileReading reading) {
        Set<String> names = new HashSet<>();
        RouteFileText text = reading.text();
        names.addAll(serving.apply(name));
        if (text != null) {
            try {
                names.addAll(scratchCheck.beansOf(text));
            } catch (RouteFileException e) {
                return names; // its trial will report the error
            }
        }
        return names;
    }

    private void start(Map<String, FileReading> files, Set<String> leaving) {
        Trial trial = new Trial(live, beans, scratchCheck, leaving);
        files.forEach((name, reading) -> trial.add(name, reading, serving.apply(name)));
        Round round = new Round(files, trial);
        rounds.add(round);
        round.check = checks.begin(trial::run);
    }

    /** Tries the files again that use a bean of the files {@code refused}. */
    public void again(Round round, Map<String, RouteFileException> refused) {
        round.check = checks.begin(step -> round.trial().without(refused, step));
    }

    /** Tries the files of a stuck trial again, except the file at which it was stuck. */
    public void withoutCurrent(Round round, Set<String> leaving) {
        rounds.remove(round);
        if (!round.open().isEmpty()) {
            start(round.open(), leaving);
        }
    }

    /** Removes a trial whose files all have a verdict. */
    public void end(Round round) {
        rounds.remove(round);
        beans.release(round.trial().beans());
    }

    private void cancel(Round round) {
        rounds.remove(round);
        if (round.check != null && round.check.cancel()) {
            beans.release(round.trial().beans());
        }
    }

    private Collection<Checks<Trial>.Check> running() {
        List<Checks<Trial>.Check> running = new ArrayList<>();
        for (Round round : rounds) {
            if (round.check != null) {
                running.add(round.check);
            }
        }
        return running;
    }

    /** See {@link Checks#await}. */
    public void await(Duration most) throws InterruptedException {
        checks.await(running(), most);
    }

    /** See {@link Checks#awaitAll}. */
    public void awaitAll() throws InterruptedException {
        checks.awaitAll(running());
    }

    @Override
    public void close() {
        checks.close();
    }
}
