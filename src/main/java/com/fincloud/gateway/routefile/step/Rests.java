package com.fincloud.gateway.routefile.step;

import com.fincloud.gateway.http.path.RoutePath;
import com.fincloud.gateway.routefile.check.Components;
import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a rest: two verbs of one path, and a contract whose component is not there. */
final class Rests {

    private static final Set<String> VERBS = Set.of("get", "post", "put", "delete", "patch", "head");

    private static final String CONTRACT_COMPONENT = "rest-openapi";

    private final Components components;
    private final Placeholders placeholders;

    Rests(Components components, Placeholders placeholders) {
        this.components = components;
        this.placeholders = placeholders;
    }

    void check(Element element, Findings findings) {
        if (!element.name().equals("rest")) {
            return;
        }
        for (Element contract : element.children("openApi")) {
            if (!components.has(CONTRACT_COMPONENT)) {
                findings.add(
                        contract.at(), Components.missing(CONTRACT_COMPONENT) + ", which a rest with openApi needs");
            }
        }
        Map<String, Integer> served = new HashMap<>();
        for (Element verb : element.children()) {
            String key = VERBS.contains(verb.name()) ? key(element, verb) : null;
            Integer before = key == null ? null : served.putIfAbsent(key, verb.at());
            if (before != null) {
                findings.add(
                        verb.at(),
                        "the rest serves " + key + " twice (before: line "
                                + findings.file().line(before) + "; expected: one verb for each method of a path)");
            }
        }
    }

    private @Nullable String key(Element rest, Element verb) {
        String prefix = text(rest.value("path"));
        String path = text(verb.value("path") == null ? verb.value("uri") : verb.value("path"));
        return prefix == null || path == null
                ? null
                : verb.name().toUpperCase(Locale.ROOT) + " "
                        + RoutePath.withoutNames(RoutePath.canonical(prefix + "/" + path));
    }

    private @Nullable String text(@Nullable Value value) {
        return value == null ? "" : placeholders.resolve(value.text());
    }
}
