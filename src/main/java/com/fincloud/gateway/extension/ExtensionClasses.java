package com.fincloud.gateway.extension;

import com.fincloud.gateway.settings.SettingsException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.BindToRegistry;
import org.apache.camel.RoutesBuilder;

/** The classes of an extension's own jars that the gateway uses: route builders, and beans with {@link BindToRegistry}. */
final class ExtensionClasses {

    private final Map<String, Class<?>> builders = new TreeMap<>();
    private final Map<String, Class<?>> beans = new TreeMap<>();
    private final List<String> unusable = new ArrayList<>();

    /**
     * Loads the classes of the own jars among {@code jars}. Nothing of them runs.
     *
     * @throws SettingsException if two beans have the same name
     */
    ExtensionClasses(List<ExtensionJar> jars, ClassLoader loader) {
        for (ExtensionJar jar : jars) {
            for (String path : jar.own() ? jar.classes() : List.<String>of()) {
                String name = ExtensionJar.className(path);
                try {
                    add(Class.forName(name, false, loader));
                } catch (ClassNotFoundException | LinkageError e) {
                    unusable.add("the class " + name + " of the extension " + jar.file() + " cannot be loaded: " + e
                            + " (expected: the library that it needs in extensions/pom.xml)");
                }
            }
        }
    }

    private void add(Class<?> type) {
        if (type.isInterface()
                || Modifier.isAbstract(type.getModifiers())
                || type.isAnonymousClass()
                || type.isLocalClass()
                || (type.isMemberClass() && !Modifier.isStatic(type.getModifiers()))) {
            return;
        }
        if (RoutesBuilder.class.isAssignableFrom(type)) {
            Class<?> namesake = builders.putIfAbsent(type.getSimpleName(), type);
            if (namesake != null) {
                builders.put(type.getName(), type);
            }
        }
        BindToRegistry bean = type.getAnnotation(BindToRegistry.class);
        if (bean != null) {
            String name = bean.value().isEmpty() ? decapitalized(type.getSimpleName()) : bean.value();
            Class<?> other = beans.putIfAbsent(name, type);
            if (other != null) {
                throw new SettingsException(List.of("two classes of extensions have the bean name '" + name + "': "
                        + other.getName() + " and " + type.getName()));
            }
        }
    }

    private static String decapitalized(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The route builders. The key is the simple name of the class, or its full name if two classes have the same simple name. */
    Map<String, Class<?>> builders() {
        return builders;
    }

    /** The beans by name. */
    Map<String, Class<?>> beans() {
        return beans;
    }

    /** A sentence for each class that cannot be loaded. */
    List<String> unusable() {
        return unusable;
    }
}
