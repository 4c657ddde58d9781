package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.value.Values;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts the variables' texts to typed values. Problems are collected, and a placeholder of the type replaces a value that is not
 * accepted.
 */
final class Inputs {

    /** The maximum length of a text that is matched with a pattern, because the stack depth of the match grows with it. */
    private static final int LONGEST = 4_000;

    private final Function<String, @Nullable String> source;
    private final List<String> problems = new ArrayList<>();
    private final List<String> unsafe = new ArrayList<>();

    /** Creates it for a source that returns the text of a variable by its name; null if it is unset. */
    Inputs(Function<String, @Nullable String> source) {
        this.source = source;
    }

    /** Sentences that name each value that was not accepted. */
    List<String> problems() {
        return problems;
    }

    /** Warnings about accepted values that are not safe for production. */
    List<String> unsafe() {
        return unsafe;
    }

    /** The variable's text; its default if it is unset or empty. */
    static String text(Variable variable, @Nullable String value) {
        String text = value == null ? "" : variable.exact() ? value : value.strip();
        return text.isEmpty() ? variable.defaultValue() : text;
    }

    String text(Variable variable) {
        return text(variable, source.apply(variable.name()));
    }

    /** Whether the variable is set, and its value is empty. */
    boolean isSetToNothing(Variable variable) {
        String value = source.apply(variable.name());
        return value != null && value.isBlank();
    }

    void reject(Variable variable, String reason) {
        problems.add(SettingsException.problem(variable, text(variable), reason));
    }

    /** Reports an unsafe value: in production it prevents the start, otherwise it is a warning. */
    void unsafe(Variable variable, String reason, boolean production) {
        if (production) {
            reject(variable, "ENVIRONMENT=production does not start with it: " + reason);
        } else {
            unsafe.add(variable.name() + ": " + reason);
        }
    }

    /** Adds a warning about an accepted value. */
    void warn(Variable variable, String reason) {
        unsafe.add(variable.name() + ": " + reason);
    }

    <T> T parsed(Variable variable, Function<String, T> parser, T fallback) {
        try {
            return parser.apply(text(variable));
        } catch (IllegalArgumentException e) {
            reject(variable, e instanceof NumberFormatException ? "" : String.valueOf(e.getMessage()));
            return fallback;
        }
    }

    List<URI> urls(Variable variable) {
        return parsed(variable, Values::urls, List.of());
    }

    Duration seconds(Variable variable, int most) {
        return parsed(variable, text -> Values.seconds(text, most), Duration.ofSeconds(1));
    }

    int integer(Variable variable, int least, int most) {
        String text = text(variable);
        int value = text.matches("\\d{1,9}|1000000000") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            reject(variable, "");
            return least;
        }
        return value;
    }

    boolean bool(Variable variable) {
        return "true".equals(oneOf(variable, "true", "false"));
    }

    String oneOf(Variable variable, String... accepted) {
        String text = text(variable).toLowerCase(Locale.ROOT);
        if (!Arrays.asList(accepted).contains(text)) {
            reject(variable, "");
        }
        return text;
    }

    String matching(Variable variable, String pattern) {
        String text = text(variable);
        if (text.length() > LONGEST) {
            reject(variable, "it has more than " + LONGEST + " characters");
        } else if (!text.matches(pattern)) {
            reject(variable, "");
        }
        return text;
    }
}
