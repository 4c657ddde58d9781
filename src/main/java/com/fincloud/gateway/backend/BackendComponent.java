package com.fincloud.gateway.backend;

import java.net.URI;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;

/**
 * Camel's HTTP component, with one option more: {@code http:name?backend=#bean} calls a {@link Backend} and passes bytes as they
 * are. Every other {@code http:} endpoint is Camel's own.
 */
public final class BackendComponent extends HttpComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Backend backend = resolveAndRemoveReferenceParameter(parameters, "backend", Backend.class);
        if (backend == null) {
            return super.createEndpoint(uri, remaining, parameters);
        }
        return new BackendEndpoint(uri, this, backend);
    }

    /** An endpoint whose producer is a {@link BackendProducer}. */
    private static final class BackendEndpoint extends HttpEndpoint {

        private final Backend backend;

        BackendEndpoint(String uri, BackendComponent component, Backend backend) {
            super(uri, component, URI.create("http://" + backend.service().name()));
            this.backend = backend;
        }

        @Override
        public Producer createProducer() {
            return new BackendProducer(this, backend);
        }

        @Override
        public org.apache.camel.Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("A backend is called, not consumed from");
        }
    }
}
