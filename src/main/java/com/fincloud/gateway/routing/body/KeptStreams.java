package com.fincloud.gateway.routing.body;

import com.fincloud.gateway.http.BodyHold;
import com.fincloud.gateway.http.body.ResponseBody;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.impl.engine.DefaultStreamCachingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Makes a stream of a route a body that can be read again. Camel's own strategy reads the whole stream into memory before the next step,
 * whether that step reads it or not; here it is read when a step reads it, and kept within the limits of all kept bodies.
 */
public final class KeptStreams extends DefaultStreamCachingStrategy {

    @Override
    public @Nullable StreamCache cache(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return isStream(body) ? kept((InputStream) body, exchange) : super.cache(exchange);
    }

    @Override
    public @Nullable StreamCache cache(Message message) {
        Object body = message.getBody();
        return isStream(body) ? kept((InputStream) body, message.getExchange()) : super.cache(message);
    }

    /** A stream in a variable stays as it is, because nothing tells when its request ends. */
    @Override
    public @Nullable StreamCache cache(Object body) {
        return isStream(body) ? null : super.cache(body);
    }

    private static boolean isStream(@Nullable Object body) {
        return body instanceof InputStream && !(body instanceof StreamCache) && !(body instanceof ByteArrayInputStream);
    }

    private static StreamCache kept(InputStream stream, Exchange exchange) {
        return new ResponseBody(stream, -1).keptBy(() -> BodyHold.share(exchange));
    }
}
