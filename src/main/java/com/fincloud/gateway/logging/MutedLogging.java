package com.fincloud.gateway.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Suppresses all logging while it is open, so that a command prints only its result. */
public final class MutedLogging extends TurboFilter implements AutoCloseable {

    private final @Nullable LoggerContext logging;

    /** Starts to suppress logging. */
    public MutedLogging() {
        logging = LoggerFactory.getILoggerFactory() instanceof LoggerContext logback ? logback : null;
        if (logging != null) {
            logging.addTurboFilter(this);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            @Nullable Logger logger,
            @Nullable Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        return FilterReply.DENY;
    }

    @Override
    public void close() {
        if (logging != null) {
            logging.getTurboFilterList().remove(this);
        }
    }
}
