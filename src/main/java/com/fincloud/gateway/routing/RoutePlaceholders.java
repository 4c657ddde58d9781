package com.fincloud.gateway.routing;

import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.EnvPropertiesFunction;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;
import org.apache.camel.component.properties.PropertiesParser;
import org.apache.camel.component.properties.SysPropertiesFunction;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * Resolves <code>{{NAME}}</code> for Camel, but only on a thread that builds routes. While a request runs, a text with a client's data is
 * not resolved, whichever step makes a URI from it (CAMEL-24418, CVE-2026-78164). The gateway's secrets are never resolved, nor is
 * <code>{{bean:…}}</code>, which would call methods.
 */
public final class RoutePlaceholders extends DefaultPropertiesParser {

    /** Closing it ends the building of routes on this thread. */
    public interface Building extends AutoCloseable {

        @Override
        void close();
    }

    private static final ThreadLocal<Integer> BUILDING = new ThreadLocal<>();

    private final @Nullable DefaultPropertiesParser values;

    private RoutePlaceholders(PropertiesComponent component, PropertiesParser earlier) {
        super(component);
        this.values = earlier instanceof DefaultPropertiesParser parser ? parser : null;
    }

    /** Installs these rules in {@code context}. The sources of the values stay the same. */
    public static void install(CamelContext context) {
        if (context.getPropertiesComponent() instanceof PropertiesComponent component) {
            component.setPropertiesParser(new RoutePlaceholders(component, component.getPropertiesParser()));
            component.addPropertiesFunction(new Guarded(new EnvPropertiesFunction()));
            component.addPropertiesFunction(new Guarded(new SysPropertiesFunction()));
            component.addPropertiesFunction(new NoBeans());
            return;
        }
        throw new IllegalStateException("placeholders are resolved by another component than Camel's");
    }

    /** Marks this thread as building routes from trusted text, until the result is closed. */
    public static Building building() {
        Integer outer = BUILDING.get();
        BUILDING.set(outer == null ? 1 : outer + 1);
        return () -> {
            if (outer == null) {
                BUILDING.remove();
            } else {
                BUILDING.set(outer);
            }
        };
    }

    @Override
    public @Nullable String parseUri(
            String text,
            @Nullable PropertiesLookup properties,
            boolean defaultFallbackEnabled,
            boolean keepUnresolvedOptional,
            boolean nestedPlaceholder) {
        return BUILDING.get() == null
                ? text
                : super.parseUri(text, properties, defaultFallbackEnabled, keepUnresolvedOptional, nestedPlaceholder);
    }

    @Override
    public @Nullable String parseProperty(String key, @Nullable String value, @Nullable PropertiesLookup properties) {
        refuseSecret(key);
        return value;
    }

    @Override
    public @Nullable String customLookup(String key) {
        return values == null ? null : values.customLookup(key);
    }

    private static void refuseSecret(String name) {
        if (ProtectedNames.contains(name)) {
            throw new IllegalArgumentException(ProtectedNames.refusal(name));
        }
    }

    /** A Camel function that reads variables, but not the gateway's secrets. */
    private record Guarded(PropertiesFunction function) implements PropertiesFunction {

        @Override
        public String getName() {
            return function.getName();
        }

        @Override
        public @Nullable String apply(String remainder) {
            int colon = remainder.indexOf(':');
            refuseSecret(colon < 0 ? remainder : remainder.substring(0, colon));
            return function.apply(remainder);
        }
    }

    /** Replaces Camel's own function {@code bean}. */
    private static final class NoBeans implements PropertiesFunction {

        @Override
        public String getName() {
            return "bean";
        }

        @Override
        public String apply(String remainder) {
            throw new IllegalArgumentException(
                    "'bean:" + remainder + "' is no placeholder here (expected: a variable, or {{NAME:default}})");
        }
    }
}
