package com.fincloud.gateway.folder;

import com.fincloud.gateway.folder.Element.Value;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Options with which this version of Camel opens a hole. No newer one has every component that is needed, so they are refused. */
final class KnownHoles {

    private static final Pattern INPUT_SOURCE = Pattern.compile(".*InputSource");
    private static final String READS_FILES =
            "this documentType reads files that the client's XML names (CVE-2026-85250); expected: the default type";

    private static final Pattern TRUE = Pattern.compile("true");
    private static final Pattern FOLLOWS = Pattern.compile("https?:.*[?&]followRedirects=true(&.*)?");
    private static final String TELLS_CREDENTIALS =
            "followRedirects sends the caller's credentials on to where a redirect points (CVE-2026-85251);"
                    + " expected: no followRedirects";

    private KnownHoles() {}

    static void check(Element element, Findings findings) {
        switch (element.name()) {
            case "xpath" -> refuse(element.value("documentType"), INPUT_SOURCE, READS_FILES, findings);
            case "parameters" -> refuse(element.value("followRedirects"), TRUE, TELLS_CREDENTIALS, findings);
            default -> refuse(element.value("uri"), FOLLOWS, TELLS_CREDENTIALS, findings);
        }
    }

    private static void refuse(@Nullable Value value, Pattern hole, String reason, Findings findings) {
        if (value != null && hole.matcher(value.text()).matches()) {
            findings.add(value.from(), reason);
        }
    }
}
