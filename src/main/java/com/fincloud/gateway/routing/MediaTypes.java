package com.fincloud.gateway.routing;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.header.MediaRanges;
import com.fincloud.gateway.routing.body.BodyContent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;

/** The media types and the charset of a request, as its route needs them. */
final class MediaTypes {

    private MediaTypes() {}

    /**
     * Checks the media types that the endpoint declares with {@code consumes} and {@code produces} (RFC 9110 sections 15.5.7 and 15.5.16).
     *
     * @throws GatewayException 415 for the request's body, 406 for what the client accepts
     */
    static void check(RequestContext context, PlatformHttpEndpoint endpoint) {
        if (endpoint.getConsumes() != null
                && context.request().body() != null
                && !MediaRanges.takes(endpoint.getConsumes(), context.request().header("content-type"))) {
            throw new GatewayException(GatewayError.UNSUPPORTED_MEDIA_TYPE);
        }
        if (endpoint.getProduces() != null
                && !MediaRanges.accepts(context.request().headers("accept"), endpoint.getProduces())) {
            throw new GatewayException(GatewayError.NOT_ACCEPTABLE);
        }
    }

    /** Names the charset of the body for Camel's converters, which take UTF-8 otherwise. */
    static void nameCharset(RequestContext context, Exchange exchange) {
        Charset charset = BodyContent.charset(context.request().header("content-type"));
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, charset.name());
        }
    }
}
