package com.fincloud.gateway.settings;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * In place of Spring Boot's own reporters, whose text may quote a variable's value. What an operator can mend needs no stack trace;
 * what nobody foresaw is logged with one, which the log masks. {@link StartFailure#line} is the last line of a failed start.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class StartFailureReporter implements SpringBootExceptionReporter {

    /** Spring Boot's constructor: the context is null when the failure came before there was one. */
    public StartFailureReporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        boolean foreseen = StartFailure.find(failure, SettingsException.class) != null
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
