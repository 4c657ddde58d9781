package com.fincloud.gateway.routing;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;

/**
 * Camel's {@code platform-http:} component with endpoints that may have two consumers. While a route still answers requests, its next
 * version may already run.
 */
public final class PlatformHttp extends PlatformHttpComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PlatformHttpEndpoint endpoint = new ReplaceableEndpoint(uri, remaining, this);
        endpoint.setPlatformHttpEngine(getEngine());
        setEndpointHeaderFilterStrategy(endpoint);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static final class ReplaceableEndpoint extends PlatformHttpEndpoint implements MultipleConsumersSupport {

        ReplaceableEndpoint(String uri, String remaining, PlatformHttp component) {
            super(uri, remaining, component);
        }

        @Override
        public boolean isMultipleConsumersSupported() {
            return true;
        }
    }
}
