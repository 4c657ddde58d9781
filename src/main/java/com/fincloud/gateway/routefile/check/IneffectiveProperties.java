package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds route properties of the gateway at routes that clients do not call, where these properties have no effect. */
public final class IneffectiveProperties {

    private static final String ROLES = "roles";
    private static final Set<String> OF_REQUESTS =
            Set.of(ROLES, "limitPerMinute", "limitPerHour", "maxBody", "cost", "webSocket");

    private IneffectiveProperties() {}

    /** Warns about a property without effect. */
    public static void warn(Element property, Findings findings) {
        Value key = property.name().equals("routeProperty") ? property.value("key") : null;
        String scheme = key == null || !OF_REQUESTS.contains(key.text()) ? null : scheme(property);
        if (key == null || scheme == null || (key.text().equals(ROLES) && scheme.equals("direct"))) {
            return;
        }
        findings.add(
                key.from(),
                "'" + key.text() + "' has no effect at a route that begins with '" + scheme + ":' (expected: "
                        + (key.text().equals(ROLES)
                                ? "a route from platform-http: or direct:"
                                : "a route from platform-http:")
                        + ")");
    }

    /** The URI scheme at which the property's route begins; null for {@code platform-http:}, or if the scheme is unknown. */
    private static @Nullable String scheme(Element property) {
        for (Element above = property.parent(); above != null; above = above.parent()) {
            for (Element from : above.children("from")) {
                Value uri = from.value("uri");
                int colon = uri == null ? -1 : uri.text().indexOf(':');
                String scheme = uri == null || colon < 0
                        ? ""
                        : uri.text().substring(0, colon).strip();
                return scheme.isEmpty() || scheme.contains("{") || scheme.equals("platform-http") ? null : scheme;
            }
        }
        return null;
    }
}
