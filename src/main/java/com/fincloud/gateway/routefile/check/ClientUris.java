package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks URIs that are computed while a request runs. The beginning of such a URI must be in the file, and client data in it causes a
 * warning.
 */
public final class ClientUris {

    private static final Set<String> TEXTS = Set.of("toD", "wireTap", "poll");
    private static final Set<String> EXPRESSIONS =
            Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich");

    /** Headers that change the URI of an upstream call. */
    private static final Set<String> HEADERS = Set.of("camelhttpuri", "httpuri", "camelhttpbaseuri");

    private static final List<String> CLIENTS =
            List.of("header", "body", "in.", "mandatoryBody", "message", "query", "path");

    private ClientUris() {}

    /** Refuses a URI whose scheme is not in the file, because it could name any component. */
    static void refuse(Element element, Findings findings) {
        Value uri = TEXTS.contains(element.name()) ? element.value("uri") : null;
        if (uri != null && (uri.text().startsWith("${") || uri.text().startsWith("$simple{"))) {
            findings.add(
                    uri.from(),
                    "the URI of '" + element.name() + "' begins with data, so that the data chooses the component"
                            + " (expected: a scheme in the file, for instance http:budget)");
        }
    }

    /** Warns about a URI that contains a header or the body. */
    public static void warn(Element element, Findings findings) {
        if (TEXTS.contains(element.name())) {
            warn(element, element.value("uri"), findings);
        } else if (EXPRESSIONS.contains(element.name())) {
            expressions(element, element, findings);
        } else if (element.name().equals("setHeader")) {
            Value name = element.value("name");
            if (name != null && HEADERS.contains(name.text().toLowerCase(java.util.Locale.ROOT))) {
                expressions(element, element, findings);
            }
        }
    }

    /** Checks the expression of a step: an XML element or a YAML key, optionally within {@code expression}. */
    private static void expressions(Element step, Element holder, Findings findings) {
        Value simple = holder.value("simple");
        warn(step, simple, findings);
        Value header = holder.value("header");
        if (header != null) {
            report(step, header.from(), findings);
        }
        for (Element child : holder.children("simple", "header", "xpath", "expression")) {
            if (child.name().equals("header") || child.name().equals("xpath")) {
                report(step, child.at(), findings);
            } else {
                warn(step, child.content(), findings);
                warn(step, child.value("expression"), findings);
                expressions(step, child, findings);
            }
        }
    }

    private static void warn(Element step, @Nullable Value value, Findings findings) {
        if (value != null && containsClientData(value.text())) {
            report(step, value.from(), findings);
        }
    }

    private static boolean containsClientData(String text) {
        for (String opening : List.of("${", "$simple{")) {
            for (int at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
                String function = text.substring(at + opening.length()).stripLeading();
                if (CLIENTS.stream().anyMatch(function::startsWith)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void report(Element step, int place, Findings findings) {
        findings.add(
                place,
                "'" + step.name()
                        + "' makes a URI of a header or the body: a client that can choose it chooses where the"
                        + " gateway calls, and with which options (expected: a URI of the file, or a choice among such)");
    }
}
