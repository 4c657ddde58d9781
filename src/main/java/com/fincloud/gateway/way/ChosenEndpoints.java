package com.fincloud.gateway.way;

import java.lang.StackWalker.StackFrame;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.util.StringHelper;

/**
 * Refuses an endpoint by which the data of a request would run code of the gateway. The URIs of {@code recipientList},
 * {@code routingSlip}, {@code dynamicRouter}, {@code enrich} and {@code pollEnrich} come into being while a request runs, and a client
 * whose header is one of them chooses the component: {@code language:} reads the gateway's secrets, {@code bean:} and
 * {@code controlbus:} stop it. A URI of a file is registered while the file is loaded, and a later step finds it there.
 */
final class ChosenEndpoints implements EndpointStrategy {

    private static final Set<String> RUN_CODE = Set.of("bean", "class", "controlbus", "language");

    /** Steps that take the whole URI from data. The scheme of a {@code toD} stands in the file, or the file is refused. */
    private static final Set<String> STEPS = Set.of(
            "org.apache.camel.processor.RecipientList",
            "org.apache.camel.processor.RecipientListProcessor",
            "org.apache.camel.processor.RoutingSlip",
            "org.apache.camel.processor.DynamicRouter",
            "org.apache.camel.processor.Enricher",
            "org.apache.camel.processor.PollEnricher");

    private ChosenEndpoints() {}

    /** From now on {@code context} refuses them. */
    static void refuse(CamelContext context) {
        context.getCamelContextExtension().registerEndpointCallback(new ChosenEndpoints());
    }

    /**
     * Lets every other endpoint pass.
     *
     * @throws IllegalArgumentException when a request's data has chosen a component that runs code
     */
    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        String scheme = StringHelper.before(uri, ":", uri);
        if (RUN_CODE.contains(scheme) && isChosenByData()) {
            throw new IllegalArgumentException("the data of a request does not choose the component '" + scheme
                    + "' (expected: a URI that stands in a to of the file)");
        }
        return endpoint;
    }

    private static boolean isChosenByData() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackFrame::getClassName).anyMatch(STEPS::contains));
    }
}
