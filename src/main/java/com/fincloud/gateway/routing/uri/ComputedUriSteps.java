package com.fincloud.gateway.routing.uri;

import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.routing.body.HeldGroups;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.processor.DefaultProcessorFactory;
import org.apache.camel.reifier.DynamicRouterReifier;
import org.apache.camel.reifier.EnrichReifier;
import org.apache.camel.reifier.LogReifier;
import org.apache.camel.reifier.PollEnrichReifier;
import org.apache.camel.reifier.PollReifier;
import org.apache.camel.reifier.RecipientListReifier;
import org.apache.camel.reifier.RoutingSlipReifier;
import org.apache.camel.reifier.ToDynamicReifier;
import org.apache.camel.reifier.WireTapReifier;
import org.apache.camel.spi.ProcessorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Creates Camel's steps that compute URIs, and wraps the expression of each step in {@link ComputedUris}. It creates the {@code aggregate}
 * steps, too, by {@link HeldGroups}, and the {@code log} steps.
 */
public final class ComputedUriSteps extends DefaultProcessorFactory {

    private ComputedUriSteps() {}

    /** Installs this factory in {@code context}. */
    public static void install(CamelContext context) {
        context.getCamelContextExtension().addContextPlugin(ProcessorFactory.class, new ComputedUriSteps());
    }

    @Override
    public @Nullable Processor createProcessor(Route route, NamedNode step) throws Exception {
        if (step instanceof RecipientListDefinition<?> list) {
            return recipientList(route, list);
        }
        if (step instanceof DynamicRouterDefinition<?> router) {
            return dynamicRouter(route, router);
        }
        if (step instanceof RoutingSlipDefinition<?> slip) {
            return routingSlip(route, slip);
        }
        if (step instanceof EnrichDefinition enrich) {
            return enrich(route, enrich);
        }
        if (step instanceof PollEnrichDefinition poll) {
            return pollEnrich(route, poll);
        }
        if (step instanceof PollDefinition poll) {
            return poll(route, poll);
        }
        if (step instanceof WireTapDefinition<?> tap) {
            return wireTap(route, tap);
        }
        if (step instanceof AggregateDefinition aggregate) {
            return HeldGroups.processor(route, aggregate);
        }
        if (step instanceof LogDefinition log) {
            return log(route, log);
        }
        return step instanceof ToDynamicDefinition to ? toDynamic(route, to) : super.createProcessor(route, step);
    }

    private static Processor recipientList(Route route, RecipientListDefinition<?> list) throws Exception {
        return new RecipientListReifier(route, list) {
            @Override
            protected Expression createExpression(ExpressionDefinition uris) {
                return checked(
                        super.createExpression(uris), uris, delimiter(parseString(list.getDelimiter())), route, list);
            }
        }.createProcessor();
    }

    private static Processor routingSlip(Route route, RoutingSlipDefinition<?> slip) throws Exception {
        return new RoutingSlipReifier(route, slip) {
            @Override
            protected Expression createExpression(ExpressionDefinition uris) {
                return checked(
                        super.createExpression(uris),
                        uris,
                        delimiter(parseString(slip.getUriDelimiter())),
                        route,
                        slip);
            }
        }.createProcessor();
    }

    private static Processor dynamicRouter(Route route, DynamicRouterDefinition<?> router) throws Exception {
        return new DynamicRouterReifier(route, router) {
            @Override
            protected Expression createExpression(ExpressionDefinition uris) {
                return new FailingExpression(checked(
                        super.createExpression(uris), uris, delimiter(router.getUriDelimiter()), route, router));
            }
        }.createProcessor();
    }

    private static Processor enrich(Route route, EnrichDefinition enrich) throws Exception {
        return new EnrichReifier(route, enrich) {
            @Override
            protected Expression createExpression(ExpressionDefinition uri) {
                return checked(super.createExpression(uri), uri, null, route, enrich);
            }
        }.createProcessor();
    }

    private static Processor pollEnrich(Route route, PollEnrichDefinition poll) throws Exception {
        return new PollEnrichReifier(route, poll) {
            @Override
            protected Expression createExpression(ExpressionDefinition uri) {
                return checked(super.createExpression(uri), uri, null, route, poll);
            }
        }.createProcessor();
    }

    private static Processor poll(Route route, PollDefinition poll) throws Exception {
        return new PollReifier(route, poll) {
            @Override
            protected Expression createExpression(String uri) {
                return checked(super.createExpression(uri), uri, null, route, poll);
            }
        }.createProcessor();
    }

    private static Processor wireTap(Route route, WireTapDefinition<?> tap) throws Exception {
        return new WireTapReifier(route, tap) {
            @Override
            protected Expression createExpression(String uri) {
                return checked(super.createExpression(uri), uri, null, route, tap);
            }
        }.createProcessor();
    }

    private static Processor toDynamic(Route route, ToDynamicDefinition to) throws Exception {
        ToDynamicDefinition step = to.copyDefinition();
        if (to.getUri() != null && to.getUri().startsWith("http") && to.getUri().contains("url=")) {
            step.setAllowOptimisedComponents("false"); // Camel would send the request without the service's options
        }
        return new ToDynamicReifier<>(route, step) {
            @Override
            protected Expression createExpression(String uri) {
                return checked(super.createExpression(uri), uri, null, route, to);
            }
        }.createProcessor();
    }

    /** The name of the logger is the id in the file. Camel would take the id with the number of the route's version. */
    private static Processor log(Route route, LogDefinition log) throws Exception {
        LogDefinition named = log.copyDefinition();
        String id = RouteVersion.publicId(route.getRouteId());
        String name = log.getLogName();
        boolean isDefault = name == null && route.getCamelContext().getGlobalOption(Exchange.LOG_EIP_NAME) == null;
        named.setLogName(isDefault ? id : name == null ? null : name.replace("${routeId}", id));
        return new LogReifier(route, named).createProcessor();
    }

    /** Camel's delimiter {@code false} means that the text is one URI. A line feed is used for it, because no URI contains a line feed. */
    private static String delimiter(@Nullable String text) {
        return text == null || text.isEmpty() ? "," : text.equalsIgnoreCase("false") ? "\n" : text;
    }

    /** Only the simple language has a text from which the beginning of the URI is known. */
    private static Expression checked(
            Expression uris,
            ExpressionDefinition definition,
            @Nullable String delimiter,
            Route route,
            ProcessorDefinition<?> step) {
        String language = definition.getLanguage();
        boolean literal = language.equals("constant") || language.startsWith("simple");
        String text = literal ? definition.getExpression() : null;
        return checked(uris, text == null ? "" : text, delimiter, route, step);
    }

    private static Expression checked(
            Expression uris, String text, @Nullable String delimiter, Route route, ProcessorDefinition<?> step) {
        String resolved = route.getCamelContext().resolvePropertyPlaceholders(text);
        return new ComputedUris(
                uris, ComputedUriRule.of(resolved, delimiter), delimiter, route.getRouteId(), step.getShortName());
    }
}
