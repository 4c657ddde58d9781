package com.fincloud.gateway.tracing;

import com.fincloud.gateway.http.RequestTrace;
import com.fincloud.gateway.settings.GatewaySettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Records spans if a collector is configured; otherwise nothing is recorded. */
@Configuration(proxyBeanMethods = false)
public class TraceConfiguration {

    @Bean
    RequestTrace callTrace(GatewaySettings settings) {
        return settings.traces().endpoint().isEmpty() ? RequestTrace.NONE : new SpanExport(settings);
    }
}
