package com.fincloud.gateway.routefile.step;

import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names of {@code direct:} routes in a file. A name that is computed while a request runs is unknown. */
final class DirectNames {

    private static final String SCHEME = "direct:";

    /** Elements whose {@code uri} is called. */
    private static final Set<String> CALLS = Set.of("to", "toD", "wireTap");

    private final Placeholders placeholders;

    DirectNames(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /** The names that a file calls, each with the offset of its first call. */
    Map<String, Integer> calls(RouteFileContents contents) {
        Map<String, Integer> calls = new LinkedHashMap<>();
        contents.root().walk(step -> {
            if (CALLS.contains(step.name())) {
                add(step, step.value("uri"), calls);
            }
            add(step, step.value("deadLetterUri"), calls);
            StepExpression expression = ConstantUris.expression(step, placeholders);
            if (expression != null && !step.name().equals("pollEnrich")) {
                for (String uri : ConstantUris.uris(step, expression.text())) {
                    add(uri, null, expression.value(), calls);
                }
            }
        });
        return calls;
    }

    /** The names from which the routes of a file consume. */
    Set<String> consumers(RouteFileContents contents) {
        Map<String, Integer> names = new LinkedHashMap<>();
        contents.root().walk(step -> {
            if (step.name().equals("from")) {
                add(step, step.value("uri"), names);
            }
        });
        return new TreeSet<>(names.keySet());
    }

    private void add(Element step, @Nullable Value uri, Map<String, Integer> names) {
        String text = uri == null ? null : placeholders.resolve(uri.text());
        if (uri != null && text != null) {
            add(text.strip(), step, uri, names);
        }
    }

    private static void add(String uri, @Nullable Element step, Value place, Map<String, Integer> names) {
        String rest = uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : null;
        if (rest == null && step != null && uri.equals("direct")) {
            for (Element parameters : step.children("parameters")) {
                Value name = parameters.value("name");
                rest = name == null ? null : name.text();
            }
        }
        if (rest == null || rest.contains("${") || rest.contains("$simple{") || rest.contains("{{")) {
            return;
        }
        int from = 0;
        while (from < rest.length() && rest.charAt(from) == '/') {
            from++;
        }
        int options = rest.indexOf('?');
        String name = rest.substring(from, options < from ? rest.length() : options);
        if (!name.isEmpty()) {
            names.putIfAbsent(name, place.from());
        }
    }
}
