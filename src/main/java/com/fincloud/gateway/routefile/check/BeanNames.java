package com.fincloud.gateway.routefile.check;

import java.util.List;
import java.util.Set;

/** Names that a bean of a file must not have, because Camel looks up its own parts under them. */
public final class BeanNames {

    private static final List<String> ENDINGS = List.of(
            "-component",
            "-language",
            "-dataformat",
            "-transformer",
            "-validator",
            "-health-check",
            "-resource-resolver");
    private static final List<String> BEGINNINGS = List.of("camel", "gateway", "routes-loader-", "platform-http");

    private BeanNames() {}

    /** Whether Camel looks for parts of its own under this name. */
    public static boolean isReserved(String name, Components components) {
        Set<String> schemes = components.schemes();
        return ENDINGS.stream().anyMatch(name::endsWith)
                || BEGINNINGS.stream().anyMatch(name::startsWith)
                || schemes.contains(name)
                || components.languages().contains(name)
                || components.dataFormats().contains(name);
    }

    /** Whether {@code name} occurs in {@code text} as a separate word, so that the text may refer to the bean. */
    public static boolean isMentioned(String name, String text) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            if (begins && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }
}
