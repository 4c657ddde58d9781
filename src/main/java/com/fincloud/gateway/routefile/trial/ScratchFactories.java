package com.fincloud.gateway.routefile.trial;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.impl.engine.DefaultFactoryFinder;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.FactoryFinderResolver;

/**
 * Which class Camel takes for which part, for all scratch contexts. Camel looks into every jar for each answer, and would do so anew in
 * each context. Only classes are shared, and no class path changes while the gateway runs; every context makes its own instances.
 */
final class ScratchFactories implements FactoryFinderResolver {

    /** Names without a class that one path keeps: route files can ask for any number of them. */
    private static final int MOST_UNKNOWN = 1_000;

    private final ClassResolver classes;
    private final Map<String, FactoryFinder> finders = new ConcurrentHashMap<>();

    /** Factories whose classes {@code classes} finds. */
    ScratchFactories(ClassResolver classes) {
        this.classes = classes;
    }

    /** The finder of Camel's own parts. */
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

        /** A context that ends forgets nothing for the others. */
        @Override
        public void clear() {}

        @Override
        protected Class<?> addToClassMap(String key, ClassSupplier search) {
            if (classesNotFound.size() + classesNotFoundExceptions.size() >= MOST_UNKNOWN) {
                classesNotFound.clear();
                classesNotFoundExceptions.clear();
            }
            return super.addToClassMap(key, search);
        }
    }
}
