package com.fincloud.gateway.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

/** Describes in one line, without secrets, why the gateway does not start. */
public final class StartFailure {

    private StartFailure() {}

    /** The last line of a failed start. */
    public static String line(Throwable failure) {
        return "The gateway does not start: " + reason(failure);
    }

    private static String reason(Throwable failure) {
        SettingsException settings = find(failure, SettingsException.class);
        if (settings != null) {
            return String.valueOf(settings.getMessage());
        }
        PortInUseException port = find(failure, PortInUseException.class);
        if (port != null) {
            return "port " + port.getPort() + " is in use (SERVICE_PORT and MANAGEMENT_PORT choose others)";
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? "" : ": " + root.getMessage();
        return ShownValue.of(SecretValues.masked(root.getClass().getSimpleName() + message));
    }

    /** The first cause of this type; null if there is none. */
    static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }
}
