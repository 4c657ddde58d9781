package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.http.header.SensitiveFields;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds log steps that write request headers. The log masks sensitive values, but other personal data in headers stays visible. */
public final class SensitiveLogs {

    private SensitiveLogs() {}

    public static void check(Element element, Findings findings) {
        Value message = element.name().equals("log") ? element.value("message") : null;
        if (element.name().equals("log") && message == null) {
            message = element.content(); // YAML: - log: text
        }
        if (message != null && showsHeaders(message.text())) {
            report(message.from(), findings);
        }
        Value uri = Endpoints.NAMES.contains(element.name()) ? element.value("uri") : null;
        if (uri != null && uri.text().strip().startsWith("log")) {
            boolean shows = showsAll(uri.text());
            for (Element parameters : element.children("parameters")) {
                shows |= isTrue(parameters.value("showAll")) || isTrue(parameters.value("showHeaders"));
            }
            if (shows) {
                report(uri.from(), findings);
            }
        }
    }

    private static boolean showsHeaders(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        boolean all = text.contains("${headers}") || text.contains("${in.headers}") || text.contains("${exchange}");
        return all || SensitiveFields.NAMES.stream().anyMatch(name -> text.contains("${") && text.contains(name));
    }

    private static boolean showsAll(String uri) {
        String text = uri.toLowerCase(Locale.ROOT);
        return text.contains("showall=true") || text.contains("showheaders=true");
    }

    private static boolean isTrue(@Nullable Value value) {
        return value != null && value.text().strip().equalsIgnoreCase("true");
    }

    private static void report(int place, Findings findings) {
        findings.add(
                place,
                "this writes header fields to the log (the values of Authorization, cookies and keys are masked;"
                        + " name the fields that you need, for instance ${header.X-Request-ID})");
    }
}
