package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/** Checks the URIs of a route file: the component and its options exist, referenced beans exist, and no consumer opens a port. */
public final class Endpoints {

    /** Elements whose {@code uri} is an endpoint. */
    static final Set<String> NAMES = Set.of("from", "to", "toD", "wireTap", "poll");

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);
    private static final Pattern BEAN = Pattern.compile("#(?:bean:)?([A-Za-z_][\\w.-]*)");
    private static final Pattern BEAN_OPTION = Pattern.compile("[?&]([\\w.-]+)=(#(?:bean:)?[A-Za-z_][\\w.-]*)(?=&|$)");

    /** Options of every endpoint, which the components' catalog entries do not contain. */
    private static final Set<String> COMMON = Set.of("exchangePattern", "synchronous", "browseLimit");

    /** The maximum length of a URI, because Camel scans the options once for each character. */
    private static final int LONGEST = 4_000;

    private final CamelContext live;
    private final Components components;
    private final Placeholders placeholders;
    private final Set<String> beans;

    Endpoints(CamelContext live, Components components, Placeholders placeholders, Set<String> beans) {
        this.live = live;
        this.components = components;
        this.placeholders = placeholders;
        this.beans = beans;
    }

    void check(Element element, Findings findings) {
        reference(element, findings);
        Value value = NAMES.contains(element.name()) ? element.value("uri") : null;
        if (value == null) {
            return;
        }
        if (value.text().length() > LONGEST) {
            findings.add(value.from(), "the URI has more than " + LONGEST + " characters");
            return;
        }
        boolean dynamic = value.text().contains("${") || value.text().contains("$simple{");
        String uri = placeholders.resolve(URISupport.removeNoiseFromUri(value.text()));
        if (uri == null || uri.startsWith("$")) {
            return;
        }
        String scheme = scheme(element, uri);
        if (uri.isEmpty()) {
            findings.add(value.from(), "the URI is empty (expected: for instance direct:next)");
        } else if (scheme.isEmpty() && Components.missing(uri).endsWith(")")) {
            findings.add(value.from(), Components.missing(uri)); // it names the artifact to add
        } else if (scheme.isEmpty()) {
            findings.add(
                    value.from(),
                    "the URI '" + uri + "' names no component (expected: for instance direct:next)",
                    uri,
                    components.schemes());
        } else if (element.name().equals("from") && !components.mayConsume(scheme)) {
            findings.add(value.from(), Components.consumer(scheme));
        } else if (!components.has(scheme)) {
            findings.add(value.from(), Components.missing(scheme), scheme, components.schemes());
        } else if (!dynamic) {
            options(element, value, scheme, uri, findings);
        }
    }

    /** The scheme of an endpoint. In YAML the URI may be only the component's name, with everything else in the parameters. */
    private String scheme(Element element, String uri) {
        Matcher scheme = SCHEME.matcher(uri);
        if (scheme.matches()) {
            return scheme.group(1);
        }
        boolean isName = components.has(uri); // the catalog then names the option that is missing
        return element.children("parameters").isEmpty() && !isName ? "" : uri;
    }

    private void options(Element element, Value value, String scheme, String uri, Findings findings) {
        Map<String, Value> places = new LinkedHashMap<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Element list : element.children("parameters")) {
            list.values().forEach((name, parameter) -> {
                places.put(name, parameter);
                String text = placeholders.resolve(parameter.text());
                parameters.put(name, text == null ? "{{unknown}}" : text);
                bean(parameter, text == null ? "" : text, parameter.from(), findings);
            });
        }
        Matcher bean = BEAN_OPTION.matcher(uri);
        while (!findings.isFull() && bean.find()) {
            bean(value, bean.group(2), value.at(findings.file(), bean.group(2)), findings);
        }
        try {
            EndpointValidationResult result = uri.equals(scheme)
                    ? components.check(scheme, parameters)
                    : components.check(scheme, URISupport.appendParametersToURI(uri, new LinkedHashMap<>(parameters)));
            if (result != null) {
                report(result, scheme, value, places, findings);
            }
        } catch (URISyntaxException e) {
            findings.add(value.from(), "'" + uri + "' is no URI");
        }
    }

    /** Whether Camel sets an option of this name, because it takes {@code show-all} for {@code showAll}. */
    private boolean isDashed(String name, String scheme) {
        return name.indexOf('-') > 0 && components.options(scheme).contains(StringHelper.dashToCamelCase(name));
    }

    private void report(
            EndpointValidationResult result, String scheme, Value uri, Map<String, Value> places, Findings findings) {
        for (String name : orNone(result.getUnknown())) {
            if (!COMMON.contains(name) && !isDashed(name, scheme)) {
                findings.add(
                        place(name, uri, places, findings, true),
                        "the component '" + scheme + "' has no option '" + name + "'",
                        name,
                        components.options(scheme));
            }
        }
        for (String name : orNone(result.getRequired())) {
            findings.add(uri.from(), "the component '" + scheme + "' needs '" + name + "'");
        }
        invalid(result.getInvalidBoolean(), "true or false", uri, places, findings);
        invalid(result.getInvalidInteger(), "a whole number", uri, places, findings);
        invalid(result.getInvalidNumber(), "a number", uri, places, findings);
        invalid(result.getInvalidDuration(), "milliseconds, or a duration such as 5s", uri, places, findings);
        Map<String, String> enums = result.getInvalidEnum() == null ? Map.of() : result.getInvalidEnum();
        enums.forEach((name, text) -> {
            List<String> choices = result.getEnumChoices(name);
            findings.add(
                    place(name, uri, places, findings, false),
                    name + "=" + text + " is not usable (expected: " + String.join(", ", choices) + ")",
                    text,
                    choices);
        });
    }

    private static void invalid(
            @org.jspecify.annotations.Nullable Map<String, String> options,
            String expected,
            Value uri,
            Map<String, Value> places,
            Findings findings) {
        if (options != null) {
            options.forEach((name, text) -> findings.add(
                    place(name, uri, places, findings, false),
                    name + "=" + text + " is not usable (expected: " + expected + ")"));
        }
    }

    private static Iterable<String> orNone(@org.jspecify.annotations.Nullable Set<String> names) {
        return names == null ? Set.of() : names;
    }

    /** The offset of an option: in a YAML endpoint's parameters, or in the URI. */
    private static int place(String name, Value uri, Map<String, Value> places, Findings findings, boolean ofName) {
        Value parameter = places.get(name);
        if (parameter != null) {
            return ofName ? parameter.key() : parameter.from();
        }
        String raw = findings.file().text().substring(uri.from(), uri.to());
        Matcher option =
                Pattern.compile("[?&;]\\s*" + Pattern.quote(name) + "=").matcher(raw);
        return !option.find() ? uri.from() : uri.from() + (ofName ? option.end() - 1 - name.length() : option.end());
    }

    /** Checks elements that name a bean: {@code <process ref="audit"/>}. */
    private void reference(Element element, Findings findings) {
        Value ref = element.name().equals("process") || element.name().equals("bean") ? element.value("ref") : null;
        String text = ref == null ? null : placeholders.resolve(ref.text());
        if (ref != null && text != null && text.matches("[A-Za-z_][\\w.-]*")) {
            bean(ref, "#" + text, ref.from(), findings);
        }
    }

    private void bean(Value value, String text, int at, Findings findings) {
        Matcher bean = BEAN.matcher(text);
        if (bean.matches()
                && !beans.contains(bean.group(1))
                && live.getRegistry().lookupByName(bean.group(1)) == null) {
            findings.add(
                    value.from() > at ? value.from() : at,
                    "there is no bean '" + bean.group(1) + "'",
                    bean.group(1),
                    beans);
        }
    }
}
