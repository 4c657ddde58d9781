package com.fincloud.gateway.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertySource;

/**
 * The gateway's variables as they stand in Spring's property sources: command line, system properties, environment, {@code .env}, in
 * the order of the sources. A value is literal. Spring's {@code Environment} would expand {@code ${...}} in it, and a failure to do
 * so would print it.
 */
public final class RawVariables {

    private static final String CONFIGURATION_FILE = ".env";

    private RawVariables() {}

    /** The value of {@code name} in the first source that has it, null when none has. */
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

    /** In {@code .env}, as in a shell, blanks and a pair of quotes around a value are not a part of it. */
    private static String unquoted(String value) {
        String text = value.strip();
        int last = text.length() - 1;
        boolean quoted =
                last > 0 && text.charAt(0) == text.charAt(last) && (text.charAt(0) == '"' || text.charAt(0) == '\'');
        return quoted ? text.substring(1, last) : text;
    }
}
