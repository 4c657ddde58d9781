package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.RequestMeter;
import com.fincloud.gateway.routing.response.ResponseWriter;
import java.util.List;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.impl.DefaultCamelContext;

/** The consumer of a route that does nothing. */
public final class TestConsumer {

    private static final PlatformHttpComponent HTTP = new PlatformHttpComponent(new DefaultCamelContext());

    private TestConsumer() {}

    /** A consumer of {@code path} that {@code table} does not know yet; no methods means all. */
    public static RouteConsumer of(RouteTable table, String path, String methods, boolean below) {
        PlatformHttpEndpoint endpoint = new PlatformHttpEndpoint("platform-http:" + path, path, HTTP);
        endpoint.setMatchOnUriPrefix(below);
        if (!methods.isEmpty()) {
            endpoint.setHttpMethodRestrict(methods);
        }
        return new RouteConsumer(
                endpoint,
                exchange -> {},
                table,
                new FilterChain(List.of()),
                new ResponseWriter(),
                (route, inFlight) -> RequestMeter.NONE);
    }
}
