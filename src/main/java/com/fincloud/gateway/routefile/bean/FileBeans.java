package com.fincloud.gateway.routefile.bean;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.extension.BeansByName;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** The beans of all route files in the live context. */
public final class FileBeans extends ServiceSupport implements BeansByName {

    /**
     * The beans that one thread sees instead of the published beans.
     *
     * @param beans beans of files that are being checked or loaded
     * @param hidden names that will be removed when those files are loaded; null hides all published beans
     */
    public record View(Map<String, Object> beans, @Nullable Set<String> hidden) {

        /** Shows only the gateway's own beans. */
        public static final View NOTHING = new View(Map.of(), null);
    }

    private final Map<String, FileBean> published = new ConcurrentHashMap<>();
    private final IdentityHashMap<FileBean, FileBean> alive = new IdentityHashMap<>();
    private static final ThreadLocal<@Nullable View> VIEW = new ThreadLocal<>();

    /** Threads for destroying beans, because a bean's destroy method may hang. */
    private final BackgroundTasks ends = new BackgroundTasks(BackgroundTask.ROUTE_SOURCES, 4).endingWhenIdle();

    /** Creates the beans of {@code context}. They are destroyed when the context stops. */
    public static FileBeans of(CamelContext context) {
        FileBeans beans = new FileBeans();
        context.getRegistry(DefaultRegistry.class).addBeanRepository(beans);
        try {
            context.addService(beans, true, false);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        return beans;
    }

    /** Runs {@code action} on this thread with the view {@code seen}. */
    public <T> T seeing(View seen, Callable<T> action) throws Exception {
        View before = VIEW.get();
        VIEW.set(seen);
        try {
            return action.call();
        } finally {
            VIEW.set(before);
        }
    }

    /** Records a bean that must be destroyed later. */
    public synchronized void made(FileBean bean) {
        alive.put(bean, bean);
    }

    /** All beans that were created and not yet destroyed. */
    public synchronized List<FileBean> alive() {
        return List.copyOf(alive.keySet());
    }

    /** Publishes beans to all threads. */
    public void publish(List<FileBean> beans) {
        beans.forEach(bean -> published.put(bean.name(), bean));
    }

    /** The names of the published beans. */
    public Set<String> names() {
        return Set.copyOf(published.keySet());
    }

    /** Removes published beans, and destroys them on a background thread. */
    public void release(List<FileBean> beans) {
        for (FileBean bean : beans) {
            hide(bean);
            ends.run(() -> destroy(List.of(bean)));
        }
    }

    /** Removes published beans, and destroys them. */
    public void destroy(List<FileBean> beans) {
        for (FileBean bean : beans) {
            hide(bean);
            boolean lives;
            synchronized (this) {
                lives = alive.remove(bean) != null;
            }
            if (lives) {
                bean.destroy();
            }
        }
    }

    private void hide(FileBean bean) {
        published.computeIfPresent(bean.name(), (name, known) -> known.instance() == bean.instance() ? null : known);
    }

    @Override
    protected void doStop() {
        ends.close();
        List<FileBean> all;
        synchronized (this) {
            all = new ArrayList<>(alive.keySet());
        }
        destroy(all);
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        View seen = VIEW.get();
        Object own = seen == null ? null : seen.beans().get(name);
        if (own != null) {
            return own;
        }
        boolean hidden = seen != null && (seen.hidden() == null || seen.hidden().contains(name));
        FileBean bean = hidden ? null : published.get(name);
        return bean == null ? null : bean.instance();
    }
}
