package com.fincloud.gateway.app;

import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.Backend;
import com.fincloud.gateway.upstream.BackendParameters;
import com.fincloud.gateway.upstream.Fallback;
import com.fincloud.gateway.upstream.Service;
import com.fincloud.gateway.upstream.Services;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import org.apache.camel.Processor;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * The template {@code backend}: forwards a public path to a service through its circuit breaker. {@link BackendParameters} lists and checks
 * the parameters.
 */
public final class BackendTemplate extends RouteBuilder {

    /** The template's id, which {@code routeTemplateRef} in a route file names. */
    static final String ID = "backend";

    private final Services services;
    private final Duration timeout;

    public BackendTemplate(Services services, GatewaySettings settings) {
        this.services = services;
        this.timeout = settings.requestTimeout();
    }

    @Override
    public void configure() {
        RouteTemplateDefinition template = routeTemplate(ID)
                .templateBean("backend", Backend.class, context -> BackendParameters.of(name -> value(context, name))
                        .backend(services, timeout))
                .templateBean("breaker", CircuitBreaker.class, context -> service(context)
                        .breaker())
                .templateBean("fallback", Processor.class, context -> new Fallback(service(context)));
        BackendParameters.REQUIRED.forEach(template::templateParameter);
        BackendParameters.OPTIONAL.forEach(template::templateParameter);
        template.from("platform-http:{{path}}?matchOnUriPrefix=true&httpMethodRestrict={{methods}}")
                .routeProperty("service", "{{service}}")
                .routeProperty("roles", "{{roles}}")
                .routeProperty("limitPerMinute", "{{limitPerMinute}}")
                .routeProperty("limitPerHour", "{{limitPerHour}}")
                .routeProperty("maxBody", "{{maxBody}}")
                .routeProperty("webSocket", "{{websocket}}")
                .routeProperty("cost", "{{cost}}")
                .errorHandler(noErrorHandler())
                .circuitBreaker()
                .resilience4jConfiguration()
                .circuitBreaker("{{breaker}}")
                .end()
                .to("http:{{service}}?backend=#{{backend}}")
                .onFallback()
                .process("{{fallback}}")
                .end();
    }

    private Service service(RouteTemplateContext context) {
        return services.service(value(context, "service"));
    }

    private static String value(RouteTemplateContext context, String name) {
        Object value = context.getParameters().get(name);
        return value == null ? "" : context.getCamelContext().resolvePropertyPlaceholders(value.toString());
    }
}
