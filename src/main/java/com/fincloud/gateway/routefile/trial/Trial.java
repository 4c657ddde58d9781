package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.routefile.bean.FileBean;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.bean.FileBeans.View;
import com.fincloud.gateway.routefile.check.BeanMentions;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routing.RoutePlaceholders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;

/**
 * Tries files that belong together. A file may use the beans of any other file under trial. If a file is refused, files that refer to its
 * beans are tried again without it, until no further file is refused. So neither the order of the files nor the order of their saves
 * matters.
 *
 * <p>It runs on the thread of a check. The folder's thread reads it only after the check has ended, except for {@link #current}.
 */
public final class Trial {

    private final FileBeans beans;
    private final RouteFileCheck scratchCheck;
    private final Drafts drafts;
    private final Map<String, RouteFileText> texts = new TreeMap<>();
    private final Map<String, Set<String>> serving = new HashMap<>();
    private final Map<String, Declared> accepted = new TreeMap<>();
    private final Map<String, RouteFileException> errors = new TreeMap<>();
    private volatile String current = "";

    /** Creates a trial that does not see the published beans named {@code leaving}. */
    Trial(CamelContext live, FileBeans beans, RouteFileCheck scratchCheck, Set<String> leaving) {
        this.beans = beans;
        this.scratchCheck = scratchCheck;
        this.drafts = new Drafts(live, beans);
        drafts.leave(leaving);
    }

    /** Adds a file that is new or changed, or was refused before. */
    void add(String name, FileReading reading, Set<String> beansServing) {
        RouteFileText text = reading.text();
        current = name;
        serving.put(name, beansServing);
        if (text == null) {
            errors.put(name, new RouteFileException(reading.problem(), 0, null));
        } else {
            texts.put(name, text);
        }
    }

    /** The file that is currently tried. */
    public String current() {
        return current;
    }

    /**
     * Tries all files.
     *
     * @param step called before each piece of work; if it throws, the trial ends
     */
    Trial run(Runnable step) {
        return whole(() -> {
            texts.forEach((name, text) -> attempt(name, step, () -> {
                drafts.add(scratchCheck.read(text), beansServing(name));
                return name;
            }));
            for (String name : texts.keySet()) {
                if (drafts.hasBeans(name)) {
                    attempt(
                            name,
                            step,
                            () -> scratchCheck.inspect(drafts.contents(name))); // before any of its beans is created
                }
            }
            dropRefused();
            make(step);
            dropRefused();
            checkRoutes(texts.keySet(), step);
        });
    }

    /** Tries the files again that use a bean of the files {@code refused}. */
    Trial without(Map<String, RouteFileException> refused, Runnable step) {
        return whole(() -> {
            Set<String> before = Set.copyOf(errors.keySet());
            errors.putAll(refused);
            checkRoutes(affected(before), step);
        });
    }

    /** Runs the work. If it fails, all created beans are destroyed. */
    private Trial whole(Runnable work) {
        boolean ended = false;
        try {
            work.run();
            ended = true;
            return this;
        } finally {
            if (!ended) {
                beans.destroy(drafts.mine());
            }
        }
    }

    @SuppressWarnings("try") // the building of routes ends with the block
    private void make(Runnable step) {
        try (RoutePlaceholders.Building building = RoutePlaceholders.building()) {
            drafts.make(
                    name -> {
                        current = name;
                        step.run();
                    },
                    errors::put);
        }
    }

    private void checkRoutes(Set<String> names, Runnable step) {
        Set<String> untried = names;
        while (!untried.isEmpty()) {
            Set<String> before = Set.copyOf(errors.keySet());
            for (String name : untried) {
                attempt(name, step, () -> {
                    accepted.put(name, scratchCheck.check(drafts.contents(name)));
                    return name;
                });
            }
            untried = affected(before);
        }
    }

    private RouteFileText text(String name) {
        return Objects.requireNonNull(texts.get(name));
    }

    private Set<String> beansServing(String name) {
        return serving.getOrDefault(name, Set.of());
    }

    private void attempt(String name, Runnable step, Callable<Object> work) {
        if (errors.containsKey(name)) {
            return;
        }
        current = name;
        step.run();
        try {
            Object unused = beans.seeing(drafts.view(name), work);
        } catch (RouteFileException e) {
            errors.put(name, e);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    /** The files that refer to a bean of a file that has been refused since then. The beans of the refused files are destroyed. */
    private Set<String> affected(Set<String> before) {
        Set<String> refused = new TreeSet<>(errors.keySet());
        refused.removeAll(before);
        Set<String> affected = users(refused);
        dropRefused();
        return affected;
    }

    /** The accepted files that refer to a bean of {@code files}. */
    public Set<String> users(Set<String> files) {
        Set<String> users = new TreeSet<>();
        BeanMentions names = new BeanMentions(drafts.names(files));
        texts.forEach((name, text) -> {
            if (!errors.containsKey(name)
                    && !files.contains(name)
                    && !names.in(text.text()).isEmpty()) {
                users.add(name);
            }
        });
        return users;
    }

    private void dropRefused() {
        for (String name : errors.keySet()) {
            drafts.refuse(name, beansServing(name));
            accepted.remove(name);
        }
    }

    /** What the accepted files declare, by file. */
    Map<String, Declared> accepted() {
        return accepted;
    }

    /** Why files are refused, by file. */
    Map<String, RouteFileException> errors() {
        return errors;
    }

    /** The accepted files. Files with beans come first. */
    public List<String> inOrder() {
        List<String> order = new ArrayList<>(accepted.keySet());
        order.sort(Comparator.comparing(name -> drafts.of(name).isEmpty()));
        return order;
    }

    /** Whether an accepted file has no beans, and uses no bean of another accepted file. */
    public boolean isAlone(String name) {
        Set<String> others = new TreeSet<>(accepted.keySet());
        others.remove(name);
        return drafts.of(name).isEmpty()
                && new BeanMentions(drafts.names(others)).in(text(name).text()).isEmpty();
    }

    /** Transfers an accepted file with its beans to the caller. */
    public Candidate take(String name) {
        Declared declared = Objects.requireNonNull(accepted.get(name));
        View view = drafts.view(name);
        return new Candidate(text(name), declared, drafts.give(name), view);
    }

    /** The beans that were not transferred. */
    List<FileBean> beans() {
        return drafts.mine();
    }
}
