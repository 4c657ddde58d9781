package com.fincloud.gateway.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** What the backends say of themselves, whoever wants to know: all who ask share one inquiry. */
public final class BackendHealths {

    /** The route that asks every backend. */
    public static final String INQUIRY = "direct:health-backends";

    private final CamelContext context;
    private final RecentAnswers recent = new RecentAnswers();

    /** Healths of the backends that the route {@link #INQUIRY} of {@code context} asks. */
    public BackendHealths(CamelContext context) {
        this.context = context;
    }

    /**
     * Each backend's answer by the service's name, no older than {@code age}. To ask takes as long as the slowest backend, {@link
     * ServiceHealths#TIMEOUT} at most.
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
