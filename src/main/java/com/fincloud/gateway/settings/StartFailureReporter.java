package com.fincloud.gateway.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells an operator in one message which variable keeps the gateway from starting. The exit status is 1. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class StartFailureReporter implements SpringBootExceptionReporter {

    /** Spring Boot's constructor: the context is null when the failure came before there was one. */
    public StartFailureReporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    @SuppressWarnings("SystemOut") // logging may not be configured yet, and must not decide whether this is seen
    public boolean reportException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsException settings) {
                System.err.println("The gateway does not start: " + settings.getMessage());
                return true;
            }
        }
        return false;
    }
}
