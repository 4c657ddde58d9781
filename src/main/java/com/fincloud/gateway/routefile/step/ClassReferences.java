package com.fincloud.gateway.routefile.step;

import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.ClassResolver;
import org.jspecify.annotations.Nullable;

/** Checks the names of classes: each must exist. Camel tells of a missing class without its place, or while a request runs. */
final class ClassReferences {

    /** The attributes that name a class, by element. */
    private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
            "bean", Set.of("beanType", "type"),
            "beans", Set.of("type"),
            "method", Set.of("beanType"),
            "throwException", Set.of("exceptionType"),
            "convertBodyTo", Set.of("type"),
            "convertHeaderTo", Set.of("type"),
            "convertVariableTo", Set.of("type"),
            "exception", Set.of());

    /** Attributes that name a class wherever they stand. */
    private static final Set<String> EVERYWHERE = Set.of("unmarshalType", "collectionType", "resultType");

    private static final Set<String> VERBS = Set.of("get", "post", "put", "delete", "patch", "head");

    private static final List<String> MARKS = List.of("#class:", "#type:");

    /** Classes that route files often name, for hints. */
    private static final List<String> KNOWN = List.of(
            "java.io.IOException",
            "java.io.InputStream",
            "java.lang.Boolean",
            "java.lang.Exception",
            "java.lang.IllegalArgumentException",
            "java.lang.IllegalStateException",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.NullPointerException",
            "java.lang.NumberFormatException",
            "java.lang.RuntimeException",
            "java.lang.String",
            "java.lang.Throwable",
            "java.lang.UnsupportedOperationException",
            "java.net.ConnectException",
            "java.net.SocketTimeoutException",
            "java.util.ArrayList",
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.List",
            "java.util.Map",
            "java.util.concurrent.TimeoutException",
            "org.apache.camel.CamelExecutionException",
            "org.apache.camel.ExchangeTimedOutException",
            "org.apache.camel.ValidationException",
            "org.apache.camel.http.base.HttpOperationFailedException",
            "org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy",
            "org.apache.camel.processor.aggregate.GroupedExchangeAggregationStrategy",
            "org.apache.camel.processor.aggregate.StringAggregationStrategy",
            "org.apache.camel.processor.aggregate.UseLatestAggregationStrategy",
            "org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy");

    private final ClassResolver resolver;
    private final Placeholders placeholders;

    ClassReferences(ClassResolver resolver, Placeholders placeholders) {
        this.resolver = resolver;
        this.placeholders = placeholders;
    }

    void check(Element element, Findings findings) {
        Set<String> attributes = ATTRIBUTES.getOrDefault(element.name(), Set.of());
        boolean isVerb = VERBS.contains(element.name()) && element.isWithin("rest");
        boolean isException = element.name().equals("exception") && element.content() != null;
        element.values().forEach((name, value) -> {
            boolean names = attributes.contains(name)
                    || EVERYWHERE.contains(name)
                    || (isVerb && (name.equals("type") || name.equals("outType")))
                    || MARKS.stream().anyMatch(value.text()::startsWith);
            if (names && !name.equals("description")) {
                check(value, name.equals("type") ? bean(element) : "", findings);
            }
        });
        Value content = element.content();
        if (content != null && isException) {
            check(content, "", findings);
        }
    }

    private static String bean(Element element) {
        Value name = element.value("name");
        boolean isBean = element.name().equals("bean") || element.name().equals("beans");
        return isBean && name != null ? "the bean '" + name.text() + "' cannot be made: " : "";
    }

    private void check(Value value, String what, Findings findings) {
        String text = placeholders.resolve(value.text());
        String name = text == null ? null : className(text.strip());
        if (name != null && !name.isEmpty() && resolver.resolveClass(name) == null) {
            findings.add(value.at(findings.file(), name), what + "there is no class '" + name + "'", name, KNOWN);
        }
    }

    /** The name without marks, constructor arguments and an array's brackets; null if it is computed. */
    private static @Nullable String className(String text) {
        String name = text;
        for (String mark : MARKS) {
            name = name.startsWith(mark) ? name.substring(mark.length()) : name;
        }
        int end = 0;
        while (end < name.length() && "(#?".indexOf(name.charAt(end)) < 0) {
            end++;
        }
        name = name.substring(0, end).strip();
        boolean primitive = name.equals("byte[]") || name.equals("char[]");
        return name.contains("${")
                ? null
                : name.endsWith("[]") && !primitive ? name.substring(0, name.length() - 2) : name;
    }
}
