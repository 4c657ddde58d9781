package com.fincloud.gateway.routefile.step;

import com.fincloud.gateway.routefile.check.Components;
import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the URIs that are constants of steps whose expression is a URI or a list of URIs. Camel would look at each while a request runs. */
final class ConstantUris {

    private static final Set<String> ONE = Set.of("enrich", "pollEnrich");
    private static final Set<String> SEVERAL = Set.of("recipientList", "routingSlip", "dynamicRouter");

    private final Components components;
    private final Placeholders placeholders;

    ConstantUris(Components components, Placeholders placeholders) {
        this.components = components;
        this.placeholders = placeholders;
    }

    void check(Element step, Findings findings) {
        StepExpression expression = expression(step, placeholders);
        if (expression == null) {
            return;
        }
        int place = expression.value().from();
        for (String uri : uris(step, expression.text())) {
            int colon = uri.indexOf(':');
            String scheme = colon < 0 ? "" : uri.substring(0, colon);
            if (scheme.isEmpty()) {
                findings.add(
                        place,
                        "the URI '" + uri + "' names no component (expected: for instance direct:next)",
                        uri,
                        components.schemes());
            } else if (!components.has(scheme)) {
                findings.add(place, Components.missing(scheme), scheme, components.schemes());
            }
        }
    }

    /** The constant expression of a step that computes URIs; null for any other step. */
    static @Nullable StepExpression expression(Element step, Placeholders placeholders) {
        return ONE.contains(step.name()) || SEVERAL.contains(step.name())
                ? StepExpression.of(step, placeholders)
                : null;
    }

    /** The URIs in the text of a step's expression. */
    static List<String> uris(Element step, String text) {
        if (ONE.contains(step.name())) {
            return List.of(text);
        }
        Value given = step.value("delimiter") == null ? step.value("uriDelimiter") : step.value("delimiter");
        String delimiter = given == null || given.text().isEmpty() ? "," : given.text();
        List<String> uris = new ArrayList<>();
        int from = 0;
        while (from <= text.length() && !delimiter.equals("false")) {
            int end = text.indexOf(delimiter, from);
            int to = end < 0 ? text.length() : end;
            String uri = text.substring(from, to).strip();
            if (!uri.isEmpty()) {
                uris.add(uri);
            }
            from = to + delimiter.length();
        }
        return delimiter.equals("false") ? List.of(text) : uris;
    }
}
