package com.fincloud.gateway.routing.body;

import java.util.List;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.impl.engine.DefaultUnitOfWork;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.spi.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The message of the client as it came, for {@code useOriginalMessage} and {@code useOriginalBody}. Camel decides once, when its context
 * starts, whether units of work keep it. The routes of files come later and would get no message. Here each route decides for itself, so
 * that other routes do not pay for the copy.
 */
public final class OriginalMessage {

    private OriginalMessage() {}

    /** Whether a failure or the completion of a route uses the original message. */
    public static boolean isUsedBy(Route route) {
        if (!(route.getRoute() instanceof RouteDefinition definition)) {
            return false;
        }
        List<ProcessorDefinition<?>> steps = definition.getOutputs();
        return isUsedBy(definition.getErrorHandlerFactory())
                || ProcessorDefinitionHelper.filterTypeInOutputs(steps, OnExceptionDefinition.class).stream()
                        .anyMatch(step -> isTrue(step.getUseOriginalMessage()) || isTrue(step.getUseOriginalBody()))
                || ProcessorDefinitionHelper.filterTypeInOutputs(steps, OnCompletionDefinition.class).stream()
                        .anyMatch(step -> isTrue(step.getUseOriginalMessage()));
    }

    private static boolean isUsedBy(@Nullable ErrorHandlerFactory handler) {
        return handler instanceof DeadLetterChannelDefinition channel
                && (isTrue(channel.getUseOriginalMessage()) || isTrue(channel.getUseOriginalBody()));
    }

    private static boolean isTrue(@Nullable String value) {
        return "true".equalsIgnoreCase(value);
    }

    /** A unit of work that keeps the message as it is now. */
    public static UnitOfWork keptIn(Exchange exchange) {
        return new DefaultUnitOfWork(exchange, exchange.getContext().getInflightRepository(), true, false);
    }
}
