package com.fincloud.gateway.routing.uri;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which URIs a step may compute while a request runs. The data of a computed URI may come from a client, so it must not choose a
 * component. The URI is one of {@code direct:}, {@code seda:}, {@code http:} and {@code https:}; or it begins with the step's text up to
 * the first function of the simple language, and has only option names of that text. Data is never a placeholder, a function, or a
 * reference to a bean or a class ({@code #class:…}).
 */
final class ComputedUriRule {

    /** Components that call routes or services. Data may choose their target. */
    private static final Set<String> ALWAYS = Set.of("direct", "seda", "http", "https");

    /** Components whose URI path is code, or names code or an endpoint. Data must not appear in that path. */
    private static final Set<String> CODE = Set.of(
            "bean",
            "class",
            "controlbus",
            "dataformat",
            "dataset",
            "exec",
            "freemarker",
            "jolt",
            "jslt",
            "json-validator",
            "jsonata",
            "kamelet",
            "language",
            "mustache",
            "mvel",
            "ref",
            "rest",
            "rest-api",
            "rest-openapi",
            "string-template",
            "validator",
            "velocity",
            "xj",
            "xquery",
            "xslt",
            "xslt-saxon");

    /** The maximum number of times that a text is percent-decoded. */
    private static final int DECODINGS = 3;

    /** The characters that may delimit a path segment in a URI. */
    private static final String ENDS = "/\\:?=&(){}";

    private static final String NO_COMPONENT = "it names no component (expected: for instance direct:next)";

    private final List<UriTemplate> templates;

    /** Creates the rule for a step with these URIs. */
    ComputedUriRule(List<UriTemplate> templates) {
        this.templates = List.copyOf(templates);
    }

    /** Why a request must not reach {@code uri}; null if it may. The sentence repeats none of the URI's data except the scheme. */
    @Nullable
    String refusal(String uri) {
        if (uri.contains("{{") || uri.contains("${") || uri.contains("$simple{")) {
            return "data holds a placeholder or a function";
        }
        String scheme = UriTemplate.scheme(uri);
        if (scheme.isEmpty()) {
            return NO_COMPONENT;
        }
        Set<String> references = references(uri);
        for (UriTemplate template : templates) {
            references.removeAll(references(template.text()));
        }
        if (!references.isEmpty()) {
            return "data names a bean or a class in an option";
        }
        if (ALWAYS.contains(scheme)) {
            return addsOption(scheme, uri) ? "data adds an option" : null;
        }
        return templates.stream().anyMatch(template -> covers(template, scheme, uri))
                ? null
                : "data chooses the component '" + scheme
                        + "', or its path or options (expected: direct, seda, http, https,"
                        + " or a URI whose beginning and options stand in the step)";
    }

    /** Whether the options of a URI stand in the step, and data has added one. */
    private boolean addsOption(String scheme, String uri) {
        List<UriTemplate> own = templates.stream()
                .filter(template -> template.scheme().equals(scheme) && template.begins(uri))
                .toList();
        return !own.isEmpty() && own.stream().noneMatch(template -> template.mayHaveOptionsOf(uri));
    }

    private static boolean covers(UriTemplate template, String scheme, String uri) {
        if (!template.scheme().equals(scheme) || !template.begins(uri)) {
            return false;
        }
        if (template.isFixed()) {
            return true;
        }
        boolean pathIsFixed = CODE.contains(scheme) || (scheme.equals("file") && template.dataFollowsScheme());
        if ((template.hasDataInPath() && pathIsFixed) || (climbs(uri) && !climbs(template.text()))) {
            return false;
        }
        return template.optionNames().containsAll(UriTemplate.optionNames(uri));
    }

    /** Whether a path, or a file name in an option, leaves its directory through {@code ..}. */
    private static boolean climbs(String uri) {
        String text = decoded(uri);
        for (int at = text.indexOf(".."); at >= 0; at = text.indexOf("..", at + 1)) {
            boolean begins = at == 0 || ENDS.indexOf(text.charAt(at - 1)) >= 0;
            if (begins && (at + 2 == text.length() || ENDS.indexOf(text.charAt(at + 2)) >= 0)) {
                return true;
            }
        }
        return false;
    }

    /** The options that refer to a bean or a class, each as {@code name=#value}. */
    private static Set<String> references(String uri) {
        Set<String> references = new HashSet<>();
        for (String option : UriTemplate.options(uri)) {
            int equals = option.indexOf('=');
            String value =
                    equals < 0 ? "" : decoded(option.substring(equals + 1)).strip();
            while (value.startsWith("RAW(") || value.startsWith("RAW{")) {
                value = decoded(value.substring(4)).strip();
            }
            if (value.startsWith("#")) {
                references.add(decoded(option.substring(0, equals)).strip() + "=" + value);
            }
        }
        return references;
    }

    private static String decoded(String text) {
        String decoded = text;
        try {
            for (int i = 0; i < DECODINGS && decoded.indexOf('%') >= 0; i++) {
                decoded = URLDecoder.decode(decoded, StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            return decoded;
        }
        return decoded;
    }

    /**
     * The rule of a step with this text, after its placeholders were resolved. An empty text means that the beginning of the URIs is
     * unknown.
     */
    static ComputedUriRule of(String text, @Nullable String delimiter) {
        List<UriTemplate> templates = new ArrayList<>();
        String literal = UriTemplate.withoutFunctions(text);
        int from = 0;
        if (delimiter != null) {
            for (int end = literal.indexOf(delimiter); end >= 0; end = literal.indexOf(delimiter, from)) {
                templates.add(new UriTemplate(literal.substring(from, end).trim()));
                from = end + delimiter.length();
            }
        }
        templates.add(new UriTemplate(literal.substring(from).trim()));
        return new ComputedUriRule(templates);
    }
}
