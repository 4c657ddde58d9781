package com.fincloud.gateway.launch;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/**
 * Checks each logged exception for a fatal error. Some libraries catch an {@link OutOfMemoryError} and only log it: Tomcat for the work of
 * a connection, Netty for the work of an event loop.
 */
public final class FatalLogFilter extends Filter<ILoggingEvent> {

    /** Adds the filter to every existing appender. */
    public static void attach() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Iterator<Appender<ILoggingEvent>> appenders =
                    context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
            while (appenders.hasNext()) {
                FatalLogFilter filter = new FatalLogFilter();
                filter.setContext(context);
                filter.start();
                appenders.next().addFilter(filter);
            }
        }
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (event.getThrowableProxy() instanceof ThrowableProxy proxy) {
            FatalErrors.check(proxy.getThrowable());
        }
        return FilterReply.NEUTRAL;
    }
}
