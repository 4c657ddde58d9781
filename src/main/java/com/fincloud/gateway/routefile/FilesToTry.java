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
 * Chooses the files to try: new and changed files, refused files that may be accepted after a different file has changed, and files that
 * use beans of these. Only the folder's thread uses it.
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

    /** The files that were removed from the folder. */
    Set<String> gone() {
        return gone;
    }

    /** Records that a serving version was removed, so that refused files may be accepted. */
    void freed() {
        freed = true;
    }

    /**
     * Adds the files to try to the files that are already chosen.
     *
     * @param now the files of the folder
     * @param underWay the files whose trials are in progress
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
                    chosen.put(name, reading); // the conflicting file may have been removed
                }
            });
        }
        Set<String> leaving = new TreeSet<>(gone);
        leaving.removeAll(before);
        addUsers(chosen, leaving, now);
    }

    /** Adds the files that use a bean of a changed or removed file. They get the new bean, or an error that there is none. */
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

    /** Beans that no file has any longer. Only versions that still answer requests find them. */
    Set<String> beansWithoutFile() {
        Set<String> names = new HashSet<>(beans.names());
        states.names().stream()
                .filter(name -> !gone.contains(name))
                .forEach(name -> names.removeAll(states.beansServing(name)));
        return names;
    }
}
