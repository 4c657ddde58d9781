package com.fincloud.gateway.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings are not valid, so the gateway does not start. The message names each variable, its value and the accepted values. */
public final class SettingsException extends RuntimeException {

    /** Creates one exception for all {@code problems}, each a sentence. */
    public SettingsException(List<String> problems) {
        super(String.join("; ", problems));
    }

    /** Creates the exception for a value that its variable does not accept. {@code reason} may add why. */
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
