package com.fincloud.gateway.settings;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Reads the gateway's variables from Spring's property sources, in their order: command line, system properties, environment, {@code .env}.
 * A value is literal. Spring's {@code Environment} would expand {@code ${...}} in a value, and would print the value if that fails.
 */
public final class RawVariables {

    /** The name of the property source with the variables of the file {@code .env}. */
    public static final String CONFIGURATION_FILE = ".env";

    private static final Set<String> OF_USER = Set.of(
            CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            CONFIGURATION_FILE);

    private RawVariables() {}

    /** Whether a source has what an operator sets, in contrast to defaults and to derived values. */
    static boolean isOfUser(PropertySource<?> source) {
        return OF_USER.contains(source.getName());
    }

    /** The same as {@link #value}, for what an operator sets. */
    public static @Nullable String ofUser(Iterable<PropertySource<?>> sources, String name) {
        for (PropertySource<?> source : sources) {
            Object value = isOfUser(source) ? source.getProperty(name) : null;
            if (value != null) {
                return value.toString();
            }
        }
        return null;
    }

    /** The value of {@code name} in the first source that has it; null if none has it. */
    public static @Nullable String value(Iterable<PropertySource<?>> sources, String name) {
        for (PropertySource<?> source : sources) {
            Object value = source.getProperty(name);
            if (value != null) {
                return value.toString();
            }
        }
        return null;
    }
}
