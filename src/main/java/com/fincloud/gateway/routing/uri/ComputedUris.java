package com.fincloud.gateway.routing.uri;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RouteVersion;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The URIs that a step computes while a request runs. Every URI is checked with {@link ComputedUriRule} before Camel looks for an endpoint,
 * a component or an option. A URI that violates the rule ends the request with 500.
 */
final class ComputedUris implements Expression {

    private static final Logger LOG = LoggerFactory.getLogger(ComputedUris.class);

    private final Expression uris;
    private final ComputedUriRule rule;
    private final @Nullable String delimiter;
    private final String route;
    private final String step;

    /**
     * Creates the expression for the URIs of one step.
     *
     * @param delimiter the text that separates the URIs; null for a step that computes one URI
     */
    ComputedUris(Expression uris, ComputedUriRule rule, @Nullable String delimiter, String route, String step) {
        this.uris = uris;
        this.rule = rule;
        this.delimiter = delimiter;
        this.route = RouteVersion.publicId(route);
        this.step = step;
    }

    @Override
    public void init(CamelContext context) {
        uris.init(context);
    }

    /**
     * The URIs, as one object or a list, in the form that the step reads.
     *
     * @throws GatewayException if a URI violates the rule
     */
    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // Camel asks for Object, and null means no URI
    public <T> T evaluate(Exchange exchange, Class<T> type) {
        Object value = uris.evaluate(exchange, Object.class);
        if (value == null) {
            return null;
        }
        Object checked = delimiter == null ? checked(exchange, value) : list(exchange, value, delimiter);
        return type.isInstance(checked)
                ? (T) checked
                : exchange.getContext().getTypeConverter().convertTo(type, exchange, checked);
    }

    /** Returns the checked items as a list. The step must get exactly these items, and it does not split a list again. */
    private List<Object> list(Exchange exchange, Object value, String separator) {
        Iterator<?> each = ObjectHelper.createIterator(value, separator);
        List<Object> list = new ArrayList<>();
        while (each.hasNext()) {
            list.add(checked(exchange, each.next()));
        }
        return list;
    }

    /** An object that is already an endpoint comes from the route author's code, not from a text, so it is not checked. */
    private Object checked(Exchange exchange, @Nullable Object value) {
        if (value instanceof Endpoint) {
            return value;
        }
        String text = value == null
                ? null
                : exchange.getContext().getTypeConverter().convertTo(String.class, exchange, value);
        String uri = text == null ? "" : text.trim();
        String reason = rule.refusal(uri);
        if (reason != null) {
            LOG.atWarn()
                    .addKeyValue("route_id", route)
                    .addKeyValue("step", step)
                    .addKeyValue("reason", reason)
                    .log("Computed URI refused");
            throw new GatewayException(GatewayError.UNFORESEEN).because("computed_uri");
        }
        return uri;
    }
}
