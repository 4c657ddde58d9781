package com.fincloud.gateway.settings;

import java.util.List;
import java.util.Map;

/**
 * The place of requests in traces, and the export of spans.
 *
 * @param endpoint base URL of a collector; empty for none
 * @param share recorded share of the traces that begin at the gateway, 0 to 1
 * @param headers HTTP headers for the collector, which may be secret
 * @param attributes what describes this gateway, {@code service.name} among it
 * @param propagators the headers that carry traces, by OpenTelemetry's names, in the order in which they are read
 */
public record TraceSettings(
        String endpoint,
        double share,
        Map<String, String> headers,
        Map<String, String> attributes,
        List<String> propagators) {

    /** Copies the collections. */
    public TraceSettings {
        headers = Map.copyOf(headers);
        attributes = Map.copyOf(attributes);
        propagators = List.copyOf(propagators);
    }

    /** Does not show the headers. */
    @Override
    public String toString() {
        return "TraceSettings[endpoint=" + endpoint + "]";
    }
}
