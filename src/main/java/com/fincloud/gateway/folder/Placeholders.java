package com.fincloud.gateway.folder;

import com.fincloud.gateway.folder.Element.Value;
import com.fincloud.gateway.settings.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The placeholders of a route file, {@code {{NAME}}} or {@code {{NAME:default}}}: each needs a value or a default. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

    private static final List<String> VARIABLES =
            Arrays.stream(Variable.values()).map(Enum::name).toList();

    private final CamelContext live;

    Placeholders(CamelContext live) {
        this.live = live;
    }

    void check(Element element, Findings findings) {
        element.values().forEach((name, value) -> {
            if (!name.equals("description") && !name.equals("note")) {
                check(value, findings);
            }
        });
        Value content = element.content();
        if (content != null && !element.name().equals("description")) {
            check(content, findings);
        }
    }

    private void check(Value value, Findings findings) {
        Matcher placeholder = PLACEHOLDER.matcher(value.text());
        while (placeholder.find()) {
            String name = placeholder.group(1).strip();
            if (!isKnown(name)) {
                findings.add(
                        value.at(findings.file(), placeholder.group()),
                        "the placeholder {{" + name + "}} has no value (expected: a variable, or {{" + name
                                + ":default}})",
                        name,
                        VARIABLES);
            }
        }
    }

    private boolean isKnown(String name) {
        boolean optional = name.startsWith("?") || name.indexOf(':') >= 0; // a default, or a function such as env:NAME
        return optional || live.getPropertiesComponent().resolveProperty(name).isPresent();
    }

    /** The text with its placeholders resolved, null when one has no value. */
    @Nullable
    String resolve(String text) {
        if (text.indexOf("{{") < 0) {
            return text;
        }
        try {
            return live.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException e) {
            return null; // check has said so
        }
    }
}
