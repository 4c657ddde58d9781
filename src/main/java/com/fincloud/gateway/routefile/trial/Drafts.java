package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.routefile.bean.FileBean;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.bean.FileBeans.View;
import com.fincloud.gateway.routefile.check.BeanDefinitions;
import com.fincloud.gateway.routefile.check.BeanNames;
import com.fincloud.gateway.routefile.check.CamelErrorReason;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.BeanModelHelper;
import org.apache.camel.support.ObjectHelper;

/**
 * The beans of the files under trial. They are created once, after the inspection of their file and before the trial of its routes. The
 * trial and the live routes use the same beans. The beans of a refused file are destroyed.
 */
final class Drafts {

    private record Pending(String file, BeanFactoryDefinition<?> definition) {}

    private final CamelContext live;
    private final FileBeans shared;
    private final Map<String, RouteFileContents> files = new TreeMap<>();
    private final Map<String, List<FileBean>> made = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private final Set<String> leaving = new HashSet<>();

    Drafts(CamelContext live, FileBeans shared) {
        this.live = live;
        this.shared = shared;
    }

    /** Adds a file; {@code before} are the names of its current beans. */
    void add(RouteFileContents contents, Set<String> before) {
        files.put(contents.file().name(), contents);
        leave(before);
    }

    /** Records names that will be removed. */
    void leave(Set<String> names) {
        leaving.addAll(names);
    }

    /** What a file contains that was added and not refused. */
    RouteFileContents contents(String file) {
        return Objects.requireNonNull(files.get(file));
    }

    /** The beans of a file. */
    List<FileBean> of(String file) {
        return made.getOrDefault(file, List.of());
    }

    /** Whether a file has beans, created or not. */
    boolean hasBeans(String file) {
        RouteFileContents contents = files.get(file);
        return contents != null && !contents.beans().isEmpty();
    }

    /** The names of the beans of {@code of}. */
    Set<String> names(Set<String> of) {
        Set<String> names = new HashSet<>();
        of.forEach(file -> {
            RouteFileContents contents = files.get(file);
            names.addAll(contents == null ? Set.of() : contents.beans().keySet());
        });
        return names;
    }

    /** Transfers the beans of a file to the caller, which must destroy them. Other files still find them. */
    List<FileBean> give(String file) {
        given.add(file);
        return of(file);
    }

    /** The beans that were not transferred. */
    List<FileBean> mine() {
        List<FileBean> mine = new ArrayList<>();
        made.forEach((file, beans) -> mine.addAll(given.contains(file) ? List.of() : beans));
        return mine;
    }

    /** Removes a refused file with its beans. Its serving version stays. */
    void refuse(String file, Set<String> serving) {
        List<FileBean> beans = of(file);
        made.remove(file);
        if (!given.contains(file)) {
            shared.destroy(beans);
        }
        files.remove(file);
        leaving.removeAll(serving);
    }

    /** The view for a file's routes: its own beans, the beans of the other files under trial, and the remaining published beans. */
    View view(String file) {
        Map<String, Object> beans = new HashMap<>();
        files.forEach((name, contents) -> contents.beans().keySet().forEach(bean -> beans.putIfAbsent(bean, contents)));
        files.keySet().stream().sorted(java.util.Comparator.reverseOrder()).forEach(name -> of(name).forEach(
                        bean -> beans.put(bean.name(), bean.instance())));
        of(file).forEach(bean -> beans.put(bean.name(), bean.instance()));
        return new View(beans, Set.copyOf(leaving));
    }

    /**
     * Creates the beans of all files. Beans that other beans need come first.
     *
     * @param step called with the file of each bean before the bean is created
     */
    void make(Consumer<String> step, BiConsumer<String, RouteFileException> refuse) {
        List<Pending> pending = pending(refuse);
        while (!pending.isEmpty()) {
            Pending next = next(pending);
            pending.remove(next);
            step.accept(next.file());
            try {
                made.computeIfAbsent(next.file(), key -> new ArrayList<>()).add(make(next));
            } catch (Exception | LinkageError e) {
                pending.removeIf(other -> other.file().equals(next.file()));
                refuse.accept(next.file(), failure(next, e));
            }
        }
    }

    private List<Pending> pending(BiConsumer<String, RouteFileException> refuse) {
        List<Pending> pending = new ArrayList<>();
        for (RouteFileContents contents : List.copyOf(files.values())) {
            try {
                for (BeanFactoryDefinition<?> bean : BeanDefinitions.of(contents, live)) {
                    pending.add(new Pending(contents.file().name(), bean));
                }
            } catch (Exception e) {
                refuse.accept(contents.file().name(), CamelErrorReason.failure(e, contents.file(), live));
            }
        }
        return pending;
    }

    /** A bean that needs no other pending bean; the first pending bean if they form a cycle. */
    private static Pending next(List<Pending> pending) {
        for (Pending candidate : pending) {
            String needs = needs(candidate.definition());
            boolean waits = pending.stream()
                    .anyMatch(other -> !other.equals(candidate)
                            && other.definition().getName() != null
                            && BeanNames.isMentioned(other.definition().getName(), needs));
            if (!waits) {
                return candidate;
            }
        }
        return pending.get(0);
    }

    private static String needs(BeanFactoryDefinition<?> bean) {
        Map<String, Object> parts = new LinkedHashMap<>();
        if (bean.getProperties() != null) {
            parts.putAll(bean.getProperties());
        }
        return parts.values() + " " + bean.getConstructors() + " " + bean.getFactoryBean() + " " + bean.getScript();
    }

    private FileBean make(Pending pending) throws Exception {
        BeanFactoryDefinition<?> bean = pending.definition();
        if (bean.getName() == null || bean.getType() == null) {
            throw new IllegalArgumentException("it has no name, or no type");
        }
        return shared.seeing(view(pending.file()), () -> {
            Object instance = BeanModelHelper.newInstance(bean, live);
            FileBean file = new FileBean(bean.getName(), instance, bean.getDestroyMethod());
            shared.made(file);
            try {
                CamelContextAware.trySetCamelContext(instance, live);
                if (bean.getInitMethod() != null) {
                    ObjectHelper.invokeMethodSafe(bean.getInitMethod(), instance);
                }
                return file;
            } catch (Exception | LinkageError e) {
                shared.destroy(List.of(file));
                throw e;
            }
        });
    }

    private RouteFileException failure(Pending pending, Throwable e) {
        RouteFileContents contents = files.get(pending.file());
        String name = pending.definition().getName();
        Element.Value place =
                contents == null || name == null ? null : contents.beans().get(name);
        ClassNotFoundException missing =
                org.apache.camel.util.ObjectHelper.getException(ClassNotFoundException.class, e);
        String reason =
                missing == null ? CamelErrorReason.sentence(e) : "there is no class '" + missing.getMessage() + "'";
        RouteFileText text = contents == null ? new RouteFileText(pending.file(), "") : contents.file();
        return text.refuse(
                place == null ? -1 : place.from(), "the bean '" + name + "' cannot be made: " + reason, null);
    }
}
