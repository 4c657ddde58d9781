package com.fincloud.gateway.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** The health of the backends. Concurrent callers share one inquiry. */
public final class BackendHealths {

    /** The route that checks every backend. */
    public static final String INQUIRY = "direct:health-backends";

    private final CamelContext context;
    private final RecentAnswers recent = new RecentAnswers();

    /** Creates it for the backends that the route {@link #INQUIRY} of {@code context} checks. */
    public BackendHealths(CamelContext context) {
        this.context = context;
    }

    /**
     * Each backend's health by service name, no older than {@code age}. An inquiry takes as long as the slowest backend, at most
     * {@link ServiceHealths#TIMEOUT}.
     */
    public Map<?, ?> recent(Duration age) {
        return recent.get(age, this::ask);
    }

    private Map<?, ?> ask() {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            return template.requestBody(INQUIRY, null, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
