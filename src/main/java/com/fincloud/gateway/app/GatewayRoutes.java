package com.fincloud.gateway.app;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.health.AskedInstance;
import com.fincloud.gateway.health.BackendHealths;
import com.fincloud.gateway.health.HealthReport;
import com.fincloud.gateway.health.ServiceHealths;
import com.fincloud.gateway.settings.GatewaySettings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.MulticastDefinition;

/** The gateway's own routes: health and status, and the response for paths that no route serves. */
public final class GatewayRoutes extends RouteBuilder {

    /** The id of the route for paths that no other route serves. */
    static final String NOT_FOUND = "gateway-not-found";

    private static final String GET = "?httpMethodRestrict=GET,HEAD";

    private static final Duration RECENT = Duration.ofSeconds(1);

    private final GatewaySettings settings;
    private final HealthReport report;
    private final ServiceHealths healths = new ServiceHealths();
    private final BackendHealths backends;

    public GatewayRoutes(GatewaySettings settings, HealthReport report, BackendHealths backends) {
        this.settings = settings;
        this.report = report;
        this.backends = backends;
    }

    @Override
    public void configure() {
        page("gateway-root", "/", report::welcome);
        page("gateway-status", "/api/v1/status", report::status);
        page("gateway-health", "/health", report::brief);
        page("gateway-health-alias", "/api/v1/health", report::brief);
        page("gateway-live", "/api/v1/health/live", () -> Map.of("status", "alive"));

        from("platform-http:/api/v1/health/ready" + GET)
                .routeId("gateway-ready")
                .process(this::ready)
                .marshal()
                .json();

        from("platform-http:/api/v1/health/detailed" + GET)
                .routeId("gateway-health-detailed")
                .process(exchange -> answer(exchange, report.detailed(backends.recent(RECENT))))
                .marshal()
                .json();

        MulticastDefinition inquiry = from(BackendHealths.INQUIRY)
                .routeId("gateway-health-backends")
                .process(healths::prepare)
                .multicast(healths)
                .parallelProcessing()
                .timeout(ServiceHealths.TIMEOUT.toMillis());
        settings.services().forEach((service, urls) -> {
            for (int number = 1; number <= urls.size(); number++) {
                inquiry.to("direct:health-" + service + "-" + number);
            }
        });
        inquiry.end();
        settings.services().forEach((service, urls) -> {
            for (int number = 1; number <= urls.size(); number++) {
                backendHealth(new AskedInstance(service, number, urls.size()), urls.get(number - 1));
            }
        });

        from("platform-http:/?matchOnUriPrefix=true").routeId(NOT_FOUND).process(exchange -> {
            throw new GatewayException(GatewayError.NOT_FOUND);
        });
    }

    private void page(String id, String path, Supplier<Map<String, Object>> content) {
        from("platform-http:" + path + GET)
                .routeId(id)
                .process(exchange -> answer(exchange, content.get()))
                .marshal()
                .json();
    }

    private void backendHealth(AskedInstance instance, URI url) {
        String name = instance.service() + "-" + instance.number();
        from("direct:health-" + name)
                .routeId("gateway-health-" + (instance.isOnly() ? instance.service() : name))
                .doTry()
                // The body is not cached, so only the needed part is read: it may be endless.
                .to(
                        url
                                + "/health?throwExceptionOnFailure=false&connectTimeout=2000&responseTimeout=4500&disableStreamCache=true")
                .process(exchange -> healths.answered(exchange, instance))
                .doCatch(Exception.class)
                .process(exchange -> healths.failed(exchange, instance))
                .end();
    }

    private void ready(Exchange exchange) {
        String reason = report.notReady();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("status", reason == null ? "ready" : "not ready");
        if (reason != null) {
            content.put("reason", reason);
        }
        answer(exchange, content);
        if (reason != null) {
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 503);
        }
    }

    private static void answer(Exchange exchange, Map<String, ?> content) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(content);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setHeader("Cache-Control", "no-store");
    }
}
