package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.env.DotEnvException;
import java.net.BindException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

/** Describes in one line, without secrets, why the gateway does not start. */
public final class StartFailure {

    private static volatile int servicePort;
    private static volatile int managementPort;

    private StartFailure() {}

    /** Keeps the ports, so that {@link #line} can name the variable of a port that cannot be opened. */
    static void ports(int service, int management) {
        servicePort = service;
        managementPort = management;
    }

    /** The last line of a failed start. */
    public static String line(Throwable failure) {
        return line(reason(failure));
    }

    /** The last line of a failed start, for a reason without an exception. */
    public static String line(String reason) {
        return "The gateway does not start: " + reason;
    }

    private static String reason(Throwable failure) {
        SettingsException settings = find(failure, SettingsException.class);
        if (settings != null) {
            return String.valueOf(settings.getMessage());
        }
        PortInUseException port = find(failure, PortInUseException.class);
        if (port != null) {
            Variable variable = port.getPort() == managementPort ? Variable.MANAGEMENT_PORT : Variable.SERVICE_PORT;
            return variable.name() + "=" + port.getPort() + " is taken: another process listens on this port";
        }
        BindException bind = find(failure, BindException.class);
        if (bind != null) {
            return "a port cannot be opened, SERVICE_PORT=" + servicePort + " or MANAGEMENT_PORT=" + managementPort
                    + ": " + bind.getMessage();
        }
        DotEnvException file = find(failure, DotEnvException.class);
        if (file != null) {
            return ShownValue.of(SecretValues.masked(String.valueOf(file.getMessage())));
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
