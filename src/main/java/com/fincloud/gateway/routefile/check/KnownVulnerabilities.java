package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.function.Predicate;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** Refuses options that are vulnerable in this version of Camel. No newer version has all required components. */
final class KnownVulnerabilities {

    private static final String READS_FILES =
            "this documentType reads files that the client's XML names (CVE-2026-85250); expected: the default type";

    private static final String FOLLOWS = "followRedirects=true";
    private static final String TELLS_CREDENTIALS =
            "followRedirects sends the caller's credentials on to where a redirect points (CVE-2026-85251);"
                    + " expected: no followRedirects";

    private KnownVulnerabilities() {}

    static void check(Element element, Findings findings) {
        switch (element.name()) {
            case "xpath" ->
                refuse(element.value("documentType"), text -> text.endsWith("InputSource"), READS_FILES, findings);
            case "parameters" ->
                refuse(
                        element.value("followRedirects"),
                        text -> text.equalsIgnoreCase("true"),
                        TELLS_CREDENTIALS,
                        findings);
            default -> refuse(element.value("uri"), KnownVulnerabilities::follows, TELLS_CREDENTIALS, findings);
        }
    }

    private static void refuse(@Nullable Value value, Predicate<String> hole, String reason, Findings findings) {
        if (value != null && hole.test(value.text().strip())) {
            findings.add(value.from(), reason);
        }
    }

    /** Whether the URI is an http URI with that option. Blanks and line ends are skipped, as Camel skips them. */
    private static boolean follows(String text) {
        String uri = URISupport.removeNoiseFromUri(text);
        if (!uri.startsWith("http:") && !uri.startsWith("https:")) {
            return false;
        }
        for (int at = uri.indexOf('?'); at >= 0; at = uri.indexOf('&', at + 1)) {
            int end = at + 1 + FOLLOWS.length();
            boolean option = uri.regionMatches(true, at + 1, FOLLOWS, 0, FOLLOWS.length());
            if (option && (end == uri.length() || uri.charAt(end) == '&')) {
                return true;
            }
        }
        return false;
    }
}
