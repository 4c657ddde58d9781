package com.fincloud.gateway.extension;

import com.fincloud.gateway.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a gateway. They are read once, when it starts. Camel finds components, languages, data formats and type converters in
 * them as in its own jars, by {@code META-INF/services/org/apache/camel}.
 */
public final class Extensions implements AutoCloseable {

    private final List<ExtensionJar> jars;
    private final @Nullable ExtensionClassLoader loader;
    private final ExtensionClasses classes;

    private Extensions(List<ExtensionJar> jars) {
        this.jars = jars;
        this.loader = jars.isEmpty()
                ? null
                : new ExtensionClassLoader(
                        jars.stream().map(ExtensionJar::url).toList(), Extensions.class.getClassLoader());
        this.classes = new ExtensionClasses(loader == null ? List.of() : jars, gatewayOr(loader));
    }

    private static ClassLoader gatewayOr(@Nullable ExtensionClassLoader loader) {
        return loader == null ? Extensions.class.getClassLoader() : loader;
    }

    /**
     * Reads the jars of {@code EXTENSIONS_DIR}; none if there is no such folder.
     *
     * @throws SettingsException if a jar cannot be read
     */
    public static Extensions in(Path directory) {
        return new Extensions(
                ExtensionFolder.jars(directory).stream().map(ExtensionJar::read).toList());
    }

    /** The names of the jars. */
    public List<String> names() {
        return jars.stream()
                .map(jar -> String.valueOf(jar.file().getFileName()))
                .toList();
    }

    /** The names of the route builders' classes, by what they are called in reports. */
    public Map<String, String> builders() {
        Map<String, String> builders = new TreeMap<>();
        classes.builders().forEach((name, type) -> builders.put(name, type.getName()));
        return builders;
    }

    /** The names of the beans, with their classes' names. */
    public Map<String, String> beans() {
        Map<String, String> beans = new TreeMap<>();
        classes.beans().forEach((name, type) -> beans.put(name, type.getName()));
        return beans;
    }

    /** Makes a context, which has not been started, find what the extensions have. */
    public void addTo(CamelContext context) {
        if (loader != null) {
            addTo(context, loader);
        }
    }

    /** Makes routes of a context find the beans. They end with the context. */
    public void addBeansTo(CamelContext context) throws Exception {
        if (!classes.beans().isEmpty()) {
            ExtensionBeans beans = new ExtensionBeans(context, classes.beans());
            context.getRegistry(DefaultRegistry.class).addBeanRepository(beans);
            context.addService(beans, true, false);
        }
    }

    /** Makes the context {@code other} find the extensions of {@code context}. */
    public static void share(CamelContext context, CamelContext other) {
        ExtensionClassLoader loader = loader(context);
        if (loader != null) {
            addTo(other, loader);
        }
    }

    private static void addTo(CamelContext context, ExtensionClassLoader loader) {
        context.setApplicationContextClassLoader(loader);
        context.getClassResolver().addClassLoader(loader);
        PluginHelper.getPackageScanClassResolver(context).addClassLoader(loader); // finds type converters
    }

    /**
     * The class loader of a context's extensions; null if there are none. Threads that run routes have it as their context class loader,
     * by which libraries find their own parts.
     */
    public static @Nullable ExtensionClassLoader loader(CamelContext context) {
        return context.getApplicationContextClassLoader() instanceof ExtensionClassLoader extensions
                ? extensions
                : null;
    }

    /** Sets the current thread's context class loader to that of the context's extensions until the result is closed. */
    public static ContextClassLoader use(CamelContext context) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ExtensionClassLoader loader = loader(context);
        if (loader != null) {
            thread.setContextClassLoader(loader);
        }
        return () -> thread.setContextClassLoader(before);
    }

    /** Restores a thread's context class loader. */
    @FunctionalInterface
    public interface ContextClassLoader extends AutoCloseable {
        @Override
        void close();
    }

    /** What is doubtful: classes that the gateway has too, that two jars have, or that cannot be loaded. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(HiddenClasses.of(jars, Extensions.class.getClassLoader()));
        warnings.addAll(classes.unusable());
        return warnings;
    }

    @Override
    public void close() {
        try {
            if (loader != null) {
                loader.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
