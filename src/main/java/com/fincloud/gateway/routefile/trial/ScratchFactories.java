package com.fincloud.gateway.routefile.trial;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.impl.engine.DefaultFactoryFinder;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.FactoryFinderResolver;

/**
 * Caches Camel's factory classes for all scratch contexts. Camel searches every jar for each class, and would repeat this in each context.
 * Only classes are shared, and the class path does not change while the gateway runs. Every context creates its own instances.
 */
final class ScratchFactories implements FactoryFinderResolver {

    /** The maximum number of cached names without a class. It is limited, because route files can request any number of names. */
    private static final int MAX_UNKNOWN = 1_000;

    private final ClassResolver classes;
    private final Map<String, FactoryFinder> finders = new ConcurrentHashMap<>();

    /** Creates the cache for classes that {@code classes} finds. */
    ScratchFactories(ClassResolver classes) {
        this.classes = classes;
    }

    /** The finder for Camel's own parts. */
    FactoryFinder bootstrap() {
        return finder(FactoryFinder.DEFAULT_PATH);
    }

    @Override
    public FactoryFinder resolveFactoryFinder(ClassResolver ofContext, String path) {
        return finder(path);
    }

    @Override
    public FactoryFinder resolveBootstrapFactoryFinder(ClassResolver ofContext, String path) {
        return finder(path);
    }

    private FactoryFinder finder(String path) {
        return finders.computeIfAbsent(path, of -> new Finder(classes, of));
    }

    private static final class Finder extends DefaultFactoryFinder {

        private Finder(ClassResolver classes, String path) {
            super(classes, path);
        }

        /** Does nothing, so that a context that stops does not clear the cache of other contexts. */
        @Override
        public void clear() {}

        @Override
        protected Class<?> addToClassMap(String key, ClassSupplier search) {
            if (classesNotFound.size() + classesNotFoundExceptions.size() >= MAX_UNKNOWN) {
                classesNotFound.clear();
                classesNotFoundExceptions.clear();
            }
            return super.addToClassMap(key, search);
        }
    }
}
