package com.fincloud.gateway.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings with which the gateway does not start; the message names each variable, its value and what is accepted. */
public final class SettingsException extends RuntimeException {

    /** One exception for all {@code problems}, a sentence each. */
    public SettingsException(List<String> problems) {
        super(String.join("; ", problems));
    }

    /** A value that its variable does not accept; {@code reason} may add why. */
    public SettingsException(Variable variable, @Nullable String value, String reason) {
        super(problem(variable, value, reason));
    }

    static String problem(Variable variable, @Nullable String value, String reason) {
        return "%s=%s is not usable%s (accepted: %s)"
                .formatted(
                        variable.name(),
                        variable.shown(value),
                        reason.isEmpty() ? "" : ": " + ShownValue.of(reason),
                        variable.accepted());
    }
}
