package com.fincloud.gateway.routefile.step;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.Set;

/** Checks that a route has a beginning, and a step its data format. Camel fails without a word about the route, or about the step. */
final class RouteParts {

    /** What the steps marshal and unmarshal may have besides their data format. */
    private static final Set<String> OTHER =
            Set.of("id", "description", "note", "disabled", "variableSend", "variableReceive", "allowNullBody");

    private RouteParts() {}

    static void check(Element element, Findings findings) {
        boolean isRoute = element.name().equals("route") && element.value("uri") == null && !element.isWithin("rest");
        if (isRoute && element.children("from").isEmpty()) {
            findings.add(
                    element.at(),
                    "the route has no from (expected: its first part names where it begins, for instance"
                            + " platform-http:/api/v1/invoices)");
        }
        boolean isFormat = element.name().equals("marshal") || element.name().equals("unmarshal");
        if (isFormat
                && element.children().isEmpty()
                && element.values().keySet().stream().allMatch(OTHER::contains)) {
            findings.add(
                    element.at(), "'" + element.name() + "' names no data format (expected: for instance json, in it)");
        }
        if (element.name().equals("from")
                && element.value("uri") == null
                && element.children("uri").isEmpty()) {
            findings.add(element.at(), "from has no uri (expected: for instance platform-http:/api/v1/invoices)");
        }
    }
}
