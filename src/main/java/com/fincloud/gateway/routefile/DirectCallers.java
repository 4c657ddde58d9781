package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.trial.DirectTargets;
import com.fincloud.gateway.routefile.trial.FileReading;
import com.fincloud.gateway.routefile.trial.RouteFileCheck;
import com.fincloud.gateway.routefile.trial.RouteKeys;
import com.fincloud.gateway.routefile.trial.Trials;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files whose routes call {@code direct:} routes of other files. */
final class DirectCallers {

    private final FolderListing listing;
    private final FileStates states;
    private final Trials trials;
    private final RouteFileCheck check;

    DirectCallers(FolderListing listing, FileStates states, Trials trials, RouteFileCheck check) {
        this.listing = listing;
        this.states = states;
        this.trials = trials;
        this.check = check;
    }

    /** The names of {@code direct:} routes of files that have no verdict yet, or that the folder leaves out. */
    Set<String> expectedNames() {
        Set<String> names = new TreeSet<>();
        Map<String, FileReading> files = new TreeMap<>(trials.readings());
        files.keySet().retainAll(trials.undecided());
        files.putAll(listing.leftOut());
        files.values().forEach(reading -> {
            if (reading.text() != null) {
                names.addAll(check.directConsumers(reading.text()));
            }
        });
        return names;
    }

    /**
     * The files that serve and call a {@code direct:} route which no file has any longer, each with the reason.
     *
     * @param own the keys of the gateway's own routes
     */
    Map<String, RouteFileException> withoutTarget(Collection<RouteKeys> own) {
        DirectTargets targets = new DirectTargets(this::expectedNames);
        targets.add(own);
        states.versions().forEach(version -> targets.add(version.declared().routes()));
        Map<String, RouteFileException> errors = new TreeMap<>();
        states.forEach((name, state) -> {
            RouteFileText text = state.reading().text();
            if (state.version() != null && state.error() == null && text != null) {
                RouteFileException missing =
                        targets.missing(text, state.version().declared());
                if (missing != null) {
                    errors.put(name, missing);
                }
            }
        });
        return errors;
    }
}
