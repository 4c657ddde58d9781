package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.Map;

/** Checks the properties of plain routes that the gateway uses, for instance {@code limitPerMinute}. */
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
            RouteAttributes.of("", Map.of(key.text(), text));
        } catch (IllegalArgumentException e) {
            findings.add(value.from(), String.valueOf(e.getMessage()));
        }
    }
}
