package com.fincloud.gateway.demo;

import com.fincloud.gateway.settings.Variable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The gateway's variables as this run finds them; null from {@code source} means that one is not set. */
record Variables(Function<String, @Nullable String> source) {

    /** Whether the variable has a value: an empty one counts as unset, as at the gateway. */
    boolean isSet(Variable variable) {
        String value = source.apply(variable.name());
        return value != null && !value.isBlank();
    }

    /** The value, or the gateway's default where there is none. */
    String get(Variable variable) {
        String value = source.apply(variable.name());
        return value == null || value.isBlank() ? variable.defaultValue() : value;
    }
}
