package com.fincloud.gateway.upstream;

import com.fincloud.gateway.upstream.client.connect.EndpointTls;
import com.fincloud.gateway.upstream.plain.PlainEndpoint;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.HostnameVerifier;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.client5.http.socket.PlainConnectionSocketFactory;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Camel's HTTP component with two additional forms. The template uses {@code http:name?backend=#bean}, which calls a {@link Backend} and
 * passes bytes unchanged. Plain routes use {@code http:name?url=…}, which calls the service of that name through its circuit breaker
 * ({@link ServiceOptions} has the other options). Every other {@code http:} endpoint works as in Camel.
 */
public final class BackendComponent extends HttpComponent {

    private final Services services;
    private final Duration timeout;

    /** Creates the component. {@code timeout} applies to endpoints without a time-out option. */
    public BackendComponent(Services services, Duration timeout) {
        this.services = services;
        this.timeout = timeout;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Backend backend = resolveAndRemoveReferenceParameter(parameters, "backend", Backend.class);
        if (backend != null) {
            return new BackendEndpoint(uri, this, backend, endpoint -> new BackendProducer(endpoint, backend));
        }
        return parameters.containsKey("url")
                ? serviceEndpoint(uri, remaining, parameters)
                : new PlainEndpoint(uri, this, (HttpEndpoint) super.createEndpoint(uri, remaining, parameters));
    }

    /** An {@code https:} endpoint without its own TLS options trusts the same authorities as the template's backends. */
    @Override
    @SuppressWarnings("deprecation")
    protected Registry<ConnectionSocketFactory> createConnectionRegistry(
            HostnameVerifier verifier, @Nullable SSLContextParameters own, boolean systemProperties)
            throws GeneralSecurityException, IOException {
        if (own != null || verifier != getX509HostnameVerifier() || systemProperties) {
            return super.createConnectionRegistry(verifier, own, systemProperties);
        }
        return RegistryBuilder.<ConnectionSocketFactory>create()
                .register("http", PlainConnectionSocketFactory.getSocketFactory())
                .register("https", new EndpointTls(services.tls()))
                .build();
    }

    private Endpoint serviceEndpoint(String uri, String name, Map<String, Object> parameters) {
        ServiceOptions options = ServiceOptions.of(parameters);
        Backend backend = ServiceOptions.backend(name, parameters).backend(services, timeout);
        ResponseCache cache = options.cacheSeconds() == 0
                ? null
                : new ResponseCache(
                        Duration.ofSeconds(options.cacheSeconds()),
                        options.cacheShared(),
                        System::nanoTime,
                        services.responseStore());
        parameters.clear();
        return new BackendEndpoint(
                uri, this, backend, endpoint -> new ServiceProducer(endpoint, backend, options, cache));
    }

    /** An endpoint that has producers and no consumers. */
    private static final class BackendEndpoint extends HttpEndpoint {

        private final Function<Endpoint, Producer> producers;

        BackendEndpoint(
                String uri, BackendComponent component, Backend backend, Function<Endpoint, Producer> producers) {
            super(uri, component, URI.create("http://" + backend.service().name()));
            this.producers = producers;
        }

        @Override
        public Producer createProducer() {
            return producers.apply(this);
        }

        @Override
        public org.apache.camel.Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("A backend is called, not consumed from");
        }
    }
}
