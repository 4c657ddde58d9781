package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.value.Values;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The variables about traces, with the names and the syntax of OpenTelemetry. */
final class TraceVariables {

    private static final List<String> PROPAGATORS = List.of("tracecontext", "baggage", "b3", "b3multi");

    private final Inputs inputs;

    TraceVariables(Inputs inputs) {
        this.inputs = inputs;
    }

    /** Reads the variables. The service's name is {@code OTEL_SERVICE_NAME}, or the attribute, or else {@code serviceName}. */
    TraceSettings read(String serviceName) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("service.name", serviceName);
        attributes.putAll(pairs(Variable.OTEL_RESOURCE_ATTRIBUTES));
        String own = inputs.text(Variable.OTEL_SERVICE_NAME);
        if (!own.isEmpty()) {
            attributes.put("service.name", own);
        }
        return new TraceSettings(
                inputs.matching(Variable.OTEL_EXPORTER_OTLP_ENDPOINT, "(https?://[^\\s/?#@]+(/[^\\s?#]*)?)?"),
                inputs.parsed(Variable.OTEL_TRACES_SAMPLER_ARG, Values::share, 1.0),
                headers(),
                attributes,
                propagators());
    }

    private Map<String, String> headers() {
        Map<String, String> headers = pairs(Variable.OTEL_EXPORTER_OTLP_HEADERS);
        boolean sendable = headers.entrySet().stream()
                .allMatch(header -> header.getKey().chars().allMatch(TraceVariables::isToken)
                        && header.getValue().chars().allMatch(c -> c >= ' ' && c < 127));
        if (!sendable) {
            inputs.reject(Variable.OTEL_EXPORTER_OTLP_HEADERS, "an HTTP header cannot have such a name or value");
            return Map.of();
        }
        return headers;
    }

    private static boolean isToken(int c) {
        return c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    private List<String> propagators() {
        List<String> names = Values.list(inputs.text(Variable.OTEL_PROPAGATORS).toLowerCase(Locale.ROOT));
        if (!PROPAGATORS.containsAll(names)) {
            inputs.reject(Variable.OTEL_PROPAGATORS, "");
        }
        return names;
    }

    /** A comma list of {@code name=value}, with percent-encoded values. */
    private Map<String, String> pairs(Variable variable) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : Values.list(inputs.text(variable))) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? "" : pair.substring(0, equals).strip();
            try {
                String value = pair.substring(equals + 1).strip().replace("+", "%2B");
                pairs.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                name = "";
            }
            if (name.isEmpty()) {
                inputs.reject(variable, "each part is name=value, and a value is percent-encoded");
                return Map.of();
            }
        }
        return pairs;
    }
}
