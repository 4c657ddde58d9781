package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.env.DotEnvException;
import java.net.BindException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Replaces Spring Boot's reporters, whose text may quote a variable's value. A failure that an operator can fix needs no stack trace. An
 * unforeseen failure is logged with a stack trace, which the log masks. {@link StartFailure#line} is the last line of a failed start.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class StartFailureReporter implements SpringBootExceptionReporter {

    /** The constructor that Spring Boot calls. The context is null if the failure occurred before it existed. */
    public StartFailureReporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        boolean foreseen = StartFailure.find(failure, SettingsException.class) != null
                || StartFailure.find(failure, DotEnvException.class) != null
                || StartFailure.find(failure, BindException.class) != null
                || StartFailure.find(failure, PortInUseException.class) != null;
        if (!foreseen) {
            LoggerFactory.getLogger(StartFailureReporter.class)
                    .atError()
                    .setCause(failure)
                    .log("Start failed");
        }
        return true;
    }
}
