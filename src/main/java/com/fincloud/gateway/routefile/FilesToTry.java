package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.FileStates.State;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.check.BeanMentions;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.trial.FileReading;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses which files are tried: those that are new or changed, those that were refused and may come now that something else changes,
 * and those that use beans of these. The folder's thread alone asks.
 */
final class FilesToTry {

    private final FileStates states;
    private final FileBeans beans;
    private Set<String> gone = new TreeSet<>();
    private boolean freed;

    FilesToTry(FileStates states, FileBeans beans) {
        this.states = states;
        this.beans = beans;
    }

    /** The files that the folder had and has no more. */
    Set<String> gone() {
        return gone;
    }

    /** Something that served has gone, so that refused files may come. */
    void freed() {
        freed = true;
    }

    /**
     * Adds the files to try to those that are chosen already.
     *
     * @param now the files of the folder
     * @param underWay the files whose trials have not ended
     */
    void choose(Map<String, FileReading> chosen, Map<String, FileReading> now, Map<String, FileReading> underWay) {
        Set<String> before = gone;
        gone = states.names();
        gone.removeAll(now.keySet());
        boolean changed = freed || !before.containsAll(gone);
        for (Map.Entry<String, FileReading> file : now.entrySet()) {
            State state = states.of(file.getKey());
            boolean isNew = state == null || !state.reading().equals(file.getValue());
            if ((state == null || isNew || state.isDue()) && !file.getValue().equals(underWay.get(file.getKey()))) {
                chosen.put(file.getKey(), file.getValue());
                changed |= isNew;
            }
        }
        if (changed) {
            freed = false;
            now.forEach((name, reading) -> {
                State state = states.of(name);
                if (state != null && state.isRefused() && !underWay.containsKey(name)) {
                    chosen.put(name, reading); // what stood in its way may have gone
                }
            });
        }
        Set<String> leaving = new TreeSet<>(gone);
        leaving.removeAll(before);
        addUsers(chosen, leaving, now);
    }

    /** Adds the files that use a bean of one that changes or goes: they get the new bean, or learn that there is none. */
    private void addUsers(Map<String, FileReading> chosen, Set<String> leaving, Map<String, FileReading> now) {
        Set<String> added = new TreeSet<>(leaving);
        added.addAll(chosen.keySet());
        while (!added.isEmpty()) {
            Set<String> names = new HashSet<>();
            added.forEach(file -> names.addAll(states.beansServing(file)));
            added = names.isEmpty() ? Set.of() : users(new BeanMentions(names), chosen, now);
        }
    }

    private static Set<String> users(
            BeanMentions mentions, Map<String, FileReading> chosen, Map<String, FileReading> now) {
        Set<String> users = new TreeSet<>();
        now.forEach((name, reading) -> {
            RouteFileText text = reading.text();
            if (text != null
                    && !chosen.containsKey(name)
                    && !mentions.in(text.text()).isEmpty()) {
                chosen.put(name, reading);
                users.add(name);
            }
        });
        return users;
    }

    /** Beans that no file has any more: only versions whose last request is not answered still find them. */
    Set<String> beansWithoutFile() {
        Set<String> names = new HashSet<>(beans.names());
        states.names().stream()
                .filter(name -> !gone.contains(name))
                .forEach(name -> names.removeAll(states.beansServing(name)));
        return names;
    }
}
