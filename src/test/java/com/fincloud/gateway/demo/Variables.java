package com.fincloud.gateway.demo;

import com.fincloud.gateway.settings.Variable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The gateway's variables as this run finds them; null from {@code source} means that one is not set. */
record Variables(Function<String, @Nullable String> source) {

    boolean isSet(Variable variable) {
        return source.apply(variable.name()) != null;
    }

    /** The value, or the gateway's default where there is none. */
    String get(Variable variable) {
        String value = source.apply(variable.name());
        return value == null || value.isBlank() ? variable.defaultValue() : value;
    }
}
