package com.fincloud.gateway.routefile.step;

import com.fincloud.gateway.http.HttpMethods;
import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import com.fincloud.gateway.settings.value.Values;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks the methods that a route of {@code platform-http:} serves. A name that is no method would refuse every request. */
final class ServedMethods {

    private static final String OPTION = "httpMethodRestrict=";

    private ServedMethods() {}

    static void check(Element element, Placeholders placeholders, Findings findings) {
        if (!element.name().equals("from")) {
            return;
        }
        Value uri = element.value("uri");
        String text = uri == null ? null : placeholders.resolve(uri.text());
        if (uri == null || text == null || !text.startsWith("platform-http")) {
            return;
        }
        int option = text.indexOf(OPTION);
        if (option > 0) {
            int end = text.indexOf('&', option);
            String list = text.substring(option + OPTION.length(), end < 0 ? text.length() : end);
            methods(list, uri.at(findings.file(), OPTION), findings);
        }
        for (Element parameters : element.children("parameters")) {
            Value list = parameters.value("httpMethodRestrict");
            String given = list == null ? null : placeholders.resolve(list.text());
            if (list != null && given != null) {
                methods(given, list.from(), findings);
            }
        }
    }

    private static void methods(@Nullable String list, int place, Findings findings) {
        for (String method : Values.list(list == null ? "" : list)) {
            if (!HttpMethods.ROUTED.contains(method.toUpperCase(Locale.ROOT))) {
                findings.add(
                        place,
                        "httpMethodRestrict=" + method + " is not usable (expected: a comma list of "
                                + String.join(", ", HttpMethods.ROUTED) + ")",
                        method,
                        HttpMethods.ROUTED);
            }
        }
    }
}
