package com.fincloud.gateway.metrics;

import com.fincloud.gateway.openapi.ApiDocuments;
import com.fincloud.gateway.openapi.merge.DocumentStatus.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The services' own API documents: {@code gateway_api_documents{status}}, the status being live, last_known or unknown. */
final class DocumentMetrics implements MeterBinder {

    private final ApiDocuments documents;

    DocumentMetrics(ApiDocuments documents) {
        this.documents = documents;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (State state : State.values()) {
            Gauge.builder("gateway.api.documents", documents, all -> count(all, state))
                    .description("API documents of services, by how much is known of them now")
                    .tag("status", state.word())
                    .register(registry);
        }
    }

    private static long count(ApiDocuments documents, State state) {
        return documents.services().stream()
                .filter(service -> service.state() == state)
                .count();
    }
}
