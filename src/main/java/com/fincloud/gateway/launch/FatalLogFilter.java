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
 * Looks at each exception that is logged. Libraries catch what ends no thread of theirs, and tell of it in the log alone: Tomcat
 * catches an {@link OutOfMemoryError} of a connection's work, Netty one of its event loop's.
 */
public final class FatalLogFilter extends Filter<ILoggingEvent> {

    /** Puts the filter in front of every appender that there is. */
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
