package com.fincloud.gateway.folder;

import com.fincloud.gateway.edge.RouteFacts;
import com.fincloud.gateway.folder.Element.Value;
import java.util.Map;

/** The properties of plain routes that mean something to the gateway, for instance {@code limitPerMinute}. */
final class RouteProperties {

    private final Placeholders placeholders;

    RouteProperties(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    void check(Element property, Findings findings) {
        if (!property.name().equals("routeProperty")) {
            return;
        }
        Value key = property.value("key");
        Value value = property.value("value");
        String text = value == null ? null : placeholders.resolve(value.text());
        if (key == null || value == null || text == null) {
            return;
        }
        try {
            RouteFacts.of("", Map.of(key.text(), text));
        } catch (IllegalArgumentException e) {
            findings.add(value.from(), String.valueOf(e.getMessage()));
        }
    }
}
