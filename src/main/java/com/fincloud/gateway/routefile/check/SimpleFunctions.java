package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import com.fincloud.gateway.routing.ProtectedNames;
import java.util.List;

/**
 * Checks functions of the simple language that read variables while a request runs. The name must be in the file, and must not be a secret
 * of the gateway. {@code ${properties:NAME}} is refused, because placeholders are resolved only while a route is built.
 */
final class SimpleFunctions {

    private static final List<String> OPENINGS = List.of("${", "$simple{");
    private static final List<String> VARIABLES = List.of("env.", "env:", "sysenv.", "sysenv:", "sys.", "sys:");
    private static final List<String> PROPERTIES = List.of("properties:", "propertiesExist:");

    private SimpleFunctions() {}

    static void check(Element element, Findings findings) {
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

    private static void check(Value value, Findings findings) {
        String text = value.text();
        for (String opening : OPENINGS) {
            for (int at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
                function(text.substring(at + opening.length()).stripLeading(), value, findings);
            }
        }
    }

    private static void function(String function, Value value, Findings findings) {
        for (String prefix : PROPERTIES) {
            if (function.startsWith(prefix)) {
                findings.add(
                        value.at(findings.file(), prefix),
                        "${" + prefix + "…} is resolved while a request runs (expected: a placeholder, {{NAME}} or"
                                + " {{NAME:default}})");
            }
        }
        for (String prefix : VARIABLES) {
            if (function.startsWith(prefix)) {
                variable(prefix, name(function.substring(prefix.length())), value, findings);
            }
        }
    }

    private static String name(String text) {
        int end = 0;
        while (end < text.length() && "}:${?[".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end).strip();
    }

    private static void variable(String prefix, String name, Value value, Findings findings) {
        int place = value.at(findings.file(), prefix);
        if (name.isEmpty()) {
            findings.add(place, "${" + prefix + "…} names no variable (expected: a name that stands in the file)");
        } else if (ProtectedNames.contains(name)) {
            findings.add(place, ProtectedNames.refusal(name));
        }
    }
}
