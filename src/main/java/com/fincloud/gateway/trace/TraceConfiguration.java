package com.fincloud.gateway.trace;

import com.fincloud.gateway.edge.CallTrace;
import com.fincloud.gateway.settings.GatewaySettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Records spans where a collector is named, and nothing at all elsewhere. */
@Configuration(proxyBeanMethods = false)
public class TraceConfiguration {

    @Bean
    CallTrace callTrace(GatewaySettings settings) {
        return settings.traces().endpoint().isEmpty() ? CallTrace.NONE : new SpanExport(settings);
    }
}
