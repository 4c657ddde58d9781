package com.fincloud.gateway.routing.step;

import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.language.simple.SimpleExpressionParser;
import org.apache.camel.language.simple.SimpleLanguage;
import org.apache.camel.language.simple.SimplePredicateParser;

/**
 * Camel's simple language with the functions of {@link GatewayFunctions}. Camel 4.17 has no registry of functions. A text without them is
 * Camel's alone.
 */
public final class GatewaySimple extends SimpleLanguage {

    private static final GatewayFunctions FUNCTIONS = new GatewayFunctions();

    /** Creates the language of one context. */
    public GatewaySimple() {}

    /** Makes it the simple language of {@code context}, which has not been started. */
    public static void install(CamelContext context) {
        context.getRegistry().bind("simple", new GatewaySimple());
    }

    @Override
    public Predicate createPredicate(String expression) {
        if (isDynamicResource(expression) || !GatewayFunctions.mayBeIn(resolved(expression))) {
            return super.createPredicate(expression);
        }
        return new SimplePredicateParser(getCamelContext(), resolved(expression), true, false, FUNCTIONS)
                .parsePredicate();
    }

    @Override
    public Expression createExpression(String expression) {
        if (isDynamicResource(expression) || !GatewayFunctions.mayBeIn(resolved(expression))) {
            return super.createExpression(expression);
        }
        return new SimpleExpressionParser(getCamelContext(), resolved(expression), true, false, FUNCTIONS)
                .parseExpression();
    }

    private String resolved(String expression) {
        return isStaticResource(expression) ? loadResource(expression) : expression;
    }
}
