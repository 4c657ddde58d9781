package com.fincloud.gateway.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertySource;

/**
 * Reads the gateway's variables from Spring's property sources, in their order: command line, system properties, environment, {@code .env}.
 * A value is literal. Spring's {@code Environment} would expand {@code ${...}} in a value, and would print the value if that fails.
 */
public final class RawVariables {

    private static final String CONFIGURATION_FILE = ".env";

    private RawVariables() {}

    /** The value of {@code name} in the first source that has it; null if none has it. */
    public static @Nullable String value(Iterable<PropertySource<?>> sources, String name) {
        for (PropertySource<?> source : sources) {
            Object value = source.getProperty(name);
            if (value != null) {
                String text = value.toString();
                return source.getName().contains(CONFIGURATION_FILE) ? unquoted(text) : text;
            }
        }
        return null;
    }

    /** The value without surrounding blanks and quotes, which are not part of a value in {@code .env}, as in a shell. */
    private static String unquoted(String value) {
        String text = value.strip();
        int last = text.length() - 1;
        boolean quoted =
                last > 0 && text.charAt(0) == text.charAt(last) && (text.charAt(0) == '"' || text.charAt(0) == '\'');
        return quoted ? text.substring(1, last) : text;
    }
}
