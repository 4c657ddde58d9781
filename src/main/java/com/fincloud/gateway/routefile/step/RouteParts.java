package com.fincloud.gateway.routefile.step;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Findings;

/** Checks that a route has a beginning. Camel fails without a word about the route. */
final class RouteParts {

    private RouteParts() {}

    static void check(Element element, Findings findings) {
        boolean isRoute = element.name().equals("route") && element.value("uri") == null && !element.isWithin("rest");
        if (isRoute && element.children("from").isEmpty()) {
            findings.add(
                    element.at(),
                    "the route has no from (expected: its first part names where it begins, for instance"
                            + " platform-http:/api/v1/invoices)");
        }
        if (element.name().equals("from")
                && element.value("uri") == null
                && element.children("uri").isEmpty()) {
            findings.add(element.at(), "from has no uri (expected: for instance platform-http:/api/v1/invoices)");
        }
    }
}
