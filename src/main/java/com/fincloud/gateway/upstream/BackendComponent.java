package com.fincloud.gateway.upstream;

import com.fincloud.gateway.upstream.client.EndpointTls;
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
 * Camel's HTTP component, with two forms more. {@code http:name?backend=#bean} is the template's: it calls a {@link Backend} and
 * passes bytes as they are. {@code http:name?url=…} is for plain routes: it calls the service of that name through its circuit breaker
 * ({@link ServiceOptions} has the other options). Every other {@code http:} endpoint is Camel's own.
 */
public final class BackendComponent extends HttpComponent {

    private final Services services;
    private final Duration timeout;

    /** The component; {@code timeout} is for calls that have none of their own. */
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

    /** An {@code https:} endpoint that says nothing of its own trusts whom the template's backends trust. */
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
                        services.answers());
        parameters.clear();
        return new BackendEndpoint(
                uri, this, backend, endpoint -> new ServiceProducer(endpoint, backend, options, cache));
    }

    /** An endpoint that only calls. */
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
