package com.fincloud.gateway.routing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RouteParameters;
import com.fincloud.gateway.http.header.MediaRanges;
import com.fincloud.gateway.routing.response.RouteFailure;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.RestClientRequestValidator;
import org.jspecify.annotations.Nullable;

/**
 * The validation for {@code clientRequestValidation} of a rest. It replaces Camel's validator: it reads parameters from the query, it reads
 * JSON as tokens without a tree in memory, and its refusals have the contract's error body.
 */
public final class RestValidation implements RestClientRequestValidator {

    private final JsonFactory json = new JsonFactory();

    /**
     * Checks a request that has passed the filters.
     *
     * @throws GatewayException when the request is not what the rest declares
     */
    @Override
    public @Nullable ValidationError validate(Exchange exchange, ValidationContext rest) {
        RequestContext context = RequestContext.of(exchange);
        Message message = exchange.getMessage();
        String type = context.request().header("content-type");
        if (!MediaRanges.takes(rest.consumes(), type)) {
            throw new GatewayException(GatewayError.UNSUPPORTED_MEDIA_TYPE);
        }
        if (!MediaRanges.accepts(context.request().headers("accept"), rest.produces())) {
            throw new GatewayException(GatewayError.NOT_ACCEPTABLE);
        }
        RouteParameters query = context.parameters();
        require(rest.requiredQueryParameters(), query, message, GatewayError.PARAMETER_MISSING);
        require(rest.requiredHeaders(), null, message, GatewayError.HEADER_MISSING);
        allowed(rest.queryAllowedValues(), query, message);
        boolean isJson = type != null && MediaRanges.takes("application/json", type);
        if (rest.requiredBody() || isJson) {
            body(message, rest.requiredBody(), isJson);
        }
        return null;
    }

    private static void require(
            @Nullable Collection<String> names, @Nullable RouteParameters query, Message message, GatewayError error) {
        for (String name : names == null ? List.<String>of() : names) {
            if ((query == null || query.first(name) == null) && message.getHeader(name) == null) {
                throw new GatewayException(error, name);
            }
        }
    }

    private static void allowed(@Nullable Map<String, String> allowed, RouteParameters query, Message message) {
        if (allowed == null) {
            return;
        }
        allowed.forEach((name, values) -> {
            String sent = query.first(name);
            String given = sent == null ? message.getHeader(name, String.class) : sent;
            if (given != null && !List.of(values.split(",")).contains(given)) {
                throw new GatewayException(GatewayError.PARAMETER_REFUSED, name);
            }
        });
    }

    private void body(Message message, boolean required, boolean isJson) {
        byte[] bytes = message.getBody(byte[].class);
        if (bytes == null || bytes.length == 0) {
            if (required) {
                throw new GatewayException(GatewayError.BODY_MISSING);
            }
            return;
        }
        message.setBody(bytes);
        if (!isJson) {
            return;
        }
        try (JsonParser parser = json.createParser(bytes)) {
            int depth = 0;
            boolean ended = false;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (ended) {
                    throw new GatewayException(GatewayError.MALFORMED_BODY);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                ended = depth == 0;
            }
        } catch (IOException e) {
            GatewayException failure = RouteFailure.ofBody(e);
            throw failure == null ? new GatewayException(GatewayError.MALFORMED_BODY, e) : failure;
        }
    }
}
