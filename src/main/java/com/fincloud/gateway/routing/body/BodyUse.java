package com.fincloud.gateway.routing.body;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.MarshalDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnFallbackDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RemovePropertiesDefinition;
import org.apache.camel.model.RemovePropertyDefinition;
import org.apache.camel.model.RemoveVariableDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TransformDefinition;
import org.apache.camel.model.UnmarshalDefinition;
import org.apache.camel.model.ValidateDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Whether a route can need a body again after it has sent it. A body is kept while it is sent, unless this is impossible: each step is one
 * of those listed here, none of which goes on with the same body after a failure, copies the exchange, or puts the body aside.
 */
public final class BodyUse {

    private static final Set<Class<?>> STRAIGHT = Set.of(
            ChoiceDefinition.class,
            ConvertBodyDefinition.class,
            DelayDefinition.class,
            FilterDefinition.class,
            LogDefinition.class,
            MarshalDefinition.class,
            RemoveHeaderDefinition.class,
            RemoveHeadersDefinition.class,
            RemovePropertiesDefinition.class,
            RemovePropertyDefinition.class,
            RemoveVariableDefinition.class,
            SetBodyDefinition.class,
            SetHeaderDefinition.class,
            SetPropertyDefinition.class,
            SetVariableDefinition.class,
            StepDefinition.class,
            StopDefinition.class,
            ThrottleDefinition.class,
            ThrowExceptionDefinition.class,
            TransformDefinition.class,
            UnmarshalDefinition.class,
            ValidateDefinition.class);

    /** Languages whose expressions call nothing and put nothing aside. */
    private static final Set<String> LANGUAGES =
            Set.of("constant", "simple", "header", "exchangeProperty", "variable", "xpath", "tokenize", "jsonpath");

    /** Words of an expression that may yield the body itself, or call what keeps it. */
    private static final List<String> WORDS =
            List.of("body", "message", "exchange.", "exchange}", "bean", "ref:", "context");

    private static final Set<Class<?>> CALLS = Set.of(
            DynamicRouterDefinition.class,
            EnrichDefinition.class,
            RecipientListDefinition.class,
            RoutingSlipDefinition.class);

    private BodyUse() {}

    /** Whether the route sends a body at most once. */
    public static boolean isOnce(Route route) {
        return route.getRoute() instanceof RouteDefinition definition
                && definition.getErrorHandlerRef() == null
                && repeatsNothing(definition.getErrorHandlerFactory())
                && repeatsNothing(
                        route.getCamelContext().getCamelContextExtension().getErrorHandlerFactory())
                && areStraight(definition.getOutputs());
    }

    private static boolean repeatsNothing(@Nullable ErrorHandlerFactory handler) {
        return handler == null
                || handler instanceof NoErrorHandlerDefinition
                || (handler instanceof RefErrorHandlerDefinition context
                        && RefErrorHandlerDefinition.DEFAULT_ERROR_HANDLER_BUILDER.equals(context.getRef()))
                || (handler.getClass() == DefaultErrorHandlerDefinition.class
                        && handler instanceof DefaultErrorHandlerDefinition usual
                        && !usual.hasRedeliveryPolicy()
                        && usual.getRedeliveryPolicyRef() == null);
    }

    /**
     * Whether no step can need the answer after it has been sent: the route has no {@code onCompletion}, and calls no other route, which
     * might have one.
     */
    public static boolean endsWithAnswer(Route route) {
        return route.getRoute() instanceof RouteDefinition definition
                && ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ProcessorDefinition.class)
                        .stream()
                        .noneMatch(BodyUse::mayComplete);
    }

    private static boolean mayComplete(ProcessorDefinition<?> step) {
        return step instanceof OnCompletionDefinition
                || (step instanceof SendDefinition<?> && !(step instanceof ToDefinition to && sends(to)))
                || step instanceof ToDynamicDefinition
                || CALLS.contains(step.getClass());
    }

    private static boolean areStraight(List<? extends ProcessorDefinition<?>> steps) {
        return steps.stream().allMatch(BodyUse::isStraight);
    }

    private static boolean isStraight(ProcessorDefinition<?> step) {
        if (step instanceof ToDefinition to) {
            return sends(to) && to.getVariableSend() == null && to.getVariableReceive() == null;
        }
        if (step instanceof CircuitBreakerDefinition breaker) {
            return isGateways(breaker);
        }
        if (!STRAIGHT.contains(step.getClass())) {
            return false;
        }
        if (step instanceof ExpressionNode node && !isHarmless(node.getExpression(), putsAside(step))) {
            return false;
        }
        if (step instanceof ChoiceDefinition choice) {
            return isStraight(choice);
        }
        return areStraight(step.getOutputs());
    }

    private static boolean isStraight(ChoiceDefinition choice) {
        return choice.getWhenClauses().stream()
                        .allMatch(when -> isHarmless(when.getExpression(), false) && areStraight(when.getOutputs()))
                && (choice.getOtherwise() == null
                        || areStraight(choice.getOtherwise().getOutputs()));
    }

    private static boolean sends(ToDefinition to) {
        String uri = String.valueOf(to.getUri());
        return uri.startsWith("http:") || uri.startsWith("https:") || uri.startsWith("log:");
    }

    /** The circuit breaker of the gateway's own template, whose fallback throws. */
    private static boolean isGateways(CircuitBreakerDefinition breaker) {
        List<ProcessorDefinition<?>> outputs = breaker.getOutputs();
        OnFallbackDefinition fallback = breaker.getOnFallback();
        return outputs.stream().allMatch(BodyUse::isTemplates)
                && (fallback == null
                        || fallback.getOutputs().stream().allMatch(output -> output instanceof ProcessDefinition));
    }

    private static boolean isTemplates(NamedNode output) {
        return output instanceof OnFallbackDefinition
                || (output instanceof ToDefinition to
                        && String.valueOf(to.getUri()).contains("?backend=#"));
    }

    private static boolean putsAside(ProcessorDefinition<?> step) {
        return step instanceof SetHeaderDefinition
                || step instanceof SetPropertyDefinition
                || step instanceof SetVariableDefinition;
    }

    private static boolean isHarmless(@Nullable ExpressionDefinition expression, boolean putsAside) {
        if (expression == null || expression.getLanguage() == null || !LANGUAGES.contains(expression.getLanguage())) {
            return false;
        }
        String text = String.valueOf(expression.getExpression()).toLowerCase(Locale.ROOT);
        return (putsAside ? WORDS : WORDS.subList(4, WORDS.size())).stream().noneMatch(text::contains);
    }
}
