package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.http.HttpMethods;
import com.fincloud.gateway.http.RouteAttributes;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import com.fincloud.gateway.upstream.BackendParameters;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Checks the templated routes of a file: the template exists, each parameter occurs once, and each value is accepted. */
final class TemplateUse {

    private static final String BACKEND = "backend";

    /** The parameters of the template {@code backend}. Camel would ignore unknown parameters. */
    private static final Set<String> PARAMETERS = parameters();

    private final Placeholders placeholders;

    TemplateUse(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /** Usable values, for a check of one value alone. */
    private static final Map<String, String> EXAMPLE = example();

    private static Map<String, String> example() {
        Map<String, String> values = new LinkedHashMap<>(BackendParameters.OPTIONAL);
        values.putAll(Map.of("path", "/x", "service", "x", "url", "http://x"));
        return values;
    }

    private static Set<String> parameters() {
        Set<String> names = new TreeSet<>(BackendParameters.REQUIRED);
        names.addAll(BackendParameters.OPTIONAL.keySet());
        return names;
    }

    void check(Element route, Findings findings) {
        if (!route.name().equals("templatedRoute")) {
            return;
        }
        for (Element bean : route.children("bean", "beans")) {
            findings.add(
                    bean.at(),
                    "a templated route holds no bean: it could stand in for one of the template's own (expected: the bean"
                            + " in a file's beans)");
        }
        Value template = route.value("routeTemplateRef");
        if (template == null) {
            findings.add(route.at(), "a templated route names its template (expected: routeTemplateRef=\"backend\")");
        } else if (!template.text().equals(BACKEND)) {
            findings.add(
                    template.from(),
                    "there is no template '" + template.text() + "' (expected: backend)",
                    template.text(),
                    Set.of(BACKEND));
        } else {
            parameters(route, route.children("parameter", "parameters"), findings);
        }
    }

    private void parameters(Element route, Collection<Element> parameters, Findings findings) {
        Map<String, Value> given = new LinkedHashMap<>();
        for (Element parameter : parameters) {
            Value name = parameter.value("name");
            Value value = parameter.value("value");
            if (name == null || value == null) {
                findings.add(parameter.at(), "a parameter has a name and a value");
            } else if (!PARAMETERS.contains(name.text())) {
                findings.add(
                        name.from(),
                        "the template 'backend' has no parameter '" + name.text() + "' (it has "
                                + String.join(", ", PARAMETERS) + ")",
                        name.text(),
                        PARAMETERS);
            } else if (given.putIfAbsent(name.text(), value) != null) {
                findings.add(name.from(), "parameter '" + name.text() + "' is given twice");
            }
        }
        boolean complete = true;
        for (String name : BackendParameters.REQUIRED) {
            if (!given.containsKey(name)) {
                findings.add(
                        route.at(),
                        "parameter '" + name + "' is missing (required: "
                                + String.join(", ", BackendParameters.REQUIRED) + ")");
                complete = false;
            }
        }
        if (complete) {
            values(route, given, findings);
        }
    }

    private void values(Element route, Map<String, Value> given, Findings findings) {
        Map<String, String> values = new LinkedHashMap<>(BackendParameters.OPTIONAL);
        boolean usable = true;
        for (Map.Entry<String, Value> parameter : given.entrySet()) {
            String value = placeholders.resolve(parameter.getValue().text());
            if (value == null) {
                usable = false; // another check tells of the placeholder
                continue;
            }
            values.put(parameter.getKey(), value);
            Map<String, String> alone = new LinkedHashMap<>(EXAMPLE);
            alone.put(parameter.getKey(), value);
            usable &= isUsable(alone, value, place -> parameter.getValue().from(), findings);
        }
        if (usable) { // then values that do not fit each other are left
            isUsable(values, "", name -> place(route, given.get(name)), findings);
        }
    }

    private static int place(Element route, @Nullable Value value) {
        return value == null ? route.at() : value.from();
    }

    private static boolean isUsable(
            Map<String, String> values, String value, ToIntFunction<String> place, Findings findings) {
        try {
            BackendParameters.of(name -> values.getOrDefault(name, ""));
            RouteAttributes.of("", values);
            return true;
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            String name = StringHelper.before(reason, "=", reason);
            findings.add(place.applyAsInt(name), reason, value, name.equals("methods") ? HttpMethods.ROUTED : Set.of());
            return false;
        }
    }
}
