package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.configfile.NearestName;
import com.fincloud.gateway.extension.CamelArtifacts;
import com.fincloud.gateway.http.RouteVersion;
import com.fincloud.gateway.routefile.syntax.ClassNames;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.settings.value.Values;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.StringHelper;
import org.apache.camel.xml.io.XmlPullParserLocationException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Describes in one sentence, without Java terms, why and where Camel refuses a route file. */
public final class CamelErrorReason {

    private static final Pattern UNEXPECTED =
            Pattern.compile("Unexpected (attribute|element|text) '(?:\\{[^}]*})?([^']*)'", Pattern.DOTALL);
    private static final String NO_DATA_FORMAT = "Data format '";
    private static final String NO_OPTION = "has no option '";
    private static final String VALID = "' (it has ";

    private static final String NO_STEPS = "Definition has no children on ";

    /** The number of characters of a text that are searched in a file. They are enough to identify the text. */
    private static final int TELLING = 200;

    private final RouteFileContents contents;
    private final RouteFileText file;
    private final Components components;

    public CamelErrorReason(RouteFileContents contents, Components components) {
        this.contents = contents;
        this.file = contents.file();
        this.components = components;
    }

    /** The failure for a file that {@code context} has refused. */
    public static RouteFileException failure(Throwable failure, RouteFileText file, CamelContext context) {
        if (failure instanceof RouteFileException known) {
            return known;
        }
        Finding finding = new CamelErrorReason(RouteFileContents.of(file), new Components(context)).of(failure);
        return new RouteFileException(List.of(finding), failure);
    }

    public Finding of(Throwable failure) {
        XmlPullParserLocationException xml = find(XmlPullParserLocationException.class, failure);
        if (xml != null) {
            return xml(xml);
        }
        MarkedYamlEngineException yaml = find(MarkedYamlEngineException.class, failure);
        if (yaml != null) {
            return new YamlErrorReason(contents).of(yaml);
        }
        Element route = route(failure);
        NoSuchBeanException bean = find(NoSuchBeanException.class, failure);
        if (bean != null) {
            return named(route, bean.getName(), "there is no bean '" + bean.getName() + "'", beans());
        }
        NoSuchLanguageException language = find(NoSuchLanguageException.class, failure);
        if (language != null) {
            String name = language.getLanguage();
            String reason = "there is no expression language '" + name + "'"
                    + CamelArtifacts.toAdd(CamelArtifacts.Kind.LANGUAGE, name);
            return named(route, name, reason, components.languages());
        }
        NoSuchEndpointException endpoint = find(NoSuchEndpointException.class, failure);
        if (endpoint != null && !components.has(StringHelper.before(endpoint.getUri(), ":", ""))) {
            String scheme = StringHelper.before(endpoint.getUri(), ":", "");
            return named(route, scheme, Components.missing(scheme), components.schemes());
        }
        SimpleIllegalSyntaxException simple = find(SimpleIllegalSyntaxException.class, failure);
        if (simple != null) {
            String message = String.valueOf(simple.getMessage());
            String reason = StringHelper.before(message, " at location ", message);
            String expression = simple.getExpression();
            return file.finding(
                    place(route, expression),
                    "the expression " + expression + " is not usable: " + plain(reason),
                    null);
        }
        String sentence = sentence(failure);
        String format = StringHelper.between(sentence, NO_DATA_FORMAT, "'");
        if (format != null) {
            String reason = "there is no data format '" + format + "'"
                    + CamelArtifacts.toAdd(CamelArtifacts.Kind.DATA_FORMAT, format);
            return named(route, format, reason, components.dataFormats());
        }
        String empty = StringHelper.between(sentence, NO_STEPS, " reifier");
        if (empty != null) {
            String name = CamelNames.ofFile(empty);
            return file.finding(placeOfName(route, name), "'" + name + "' has no steps", null);
        }
        return file.isBuilder() ? new Finding(0, 0, inClass(failure, sentence), null) : option(route, sentence);
    }

    /** The sentence, and where in the route builder's class the failure began, if it began there. */
    private String inClass(Throwable failure, String sentence) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        for (StackTraceElement frame : root.getStackTrace()) {
            if (frame.getClassName().startsWith(file.text())) {
                return root.getClass().getSimpleName() + ": " + sentence + " (" + frame.getFileName() + ":"
                        + frame.getLineNumber() + ")";
            }
        }
        return file.text() + ": " + sentence;
    }

    /** The offset of the element or of the value that is {@code name}, in any case; otherwise the beginning of the route. */
    private int placeOfName(@Nullable Element route, String name) {
        int[] found = {-1};
        Element within = route == null ? contents.root() : route;
        within.walk(element -> {
            if (found[0] < 0 && element.name().equalsIgnoreCase(name)) {
                found[0] = element.at();
            }
            element.values().forEach((key, value) -> {
                if (found[0] < 0 && (value.text().equalsIgnoreCase(name) || key.equalsIgnoreCase(name))) {
                    found[0] = value.from();
                }
            });
        });
        return found[0] >= 0 ? found[0] : place(route, name);
    }

    private static <T> @Nullable T find(Class<T> type, Throwable failure) {
        return ObjectHelper.getException(type, failure);
    }

    private Set<String> beans() {
        return new TreeSet<>(contents.beans().keySet());
    }

    private Finding named(@Nullable Element route, String name, String reason, Set<String> valid) {
        return file.finding(placeOfName(route, name), reason, NearestName.of(name, valid));
    }

    /** The finding for an option. A gateway component's message begins with the option's name. */
    private Finding option(@Nullable Element route, String sentence) {
        int name = sentence.lastIndexOf(NO_OPTION) + NO_OPTION.length();
        int end = sentence.indexOf(VALID, name);
        if (name >= NO_OPTION.length() && end > name && sentence.endsWith(")")) {
            String given = sentence.substring(name, end);
            String valid = sentence.substring(end + VALID.length(), sentence.length() - 1);
            return file.finding(
                    place(route, given + "="), sentence, NearestName.of(given, new TreeSet<>(Values.list(valid))));
        }
        int usable = sentence.lastIndexOf(" is not usable");
        boolean assigned = usable > 0 && isName(StringHelper.before(sentence, "=", ""));
        return file.finding(place(route, assigned ? sentence.substring(0, usable) : ""), sentence, null);
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
    }

    /** The finding for an unknown XML name. Camel's parser has stopped after the tag with that name. */
    private Finding xml(XmlPullParserLocationException failure) {
        int before = file.offset(failure.getLineNumber(), failure.getColumnNumber());
        Matcher unexpected = UNEXPECTED.matcher(String.valueOf(failure.getMessage()));
        if (!unexpected.find()) {
            return new Finding(failure.getLineNumber(), failure.getColumnNumber(), sentence(failure), null);
        }
        String name = unexpected.group(2);
        if (unexpected.group(1).equals("text")) {
            String text = name.strip().replaceAll("\\s+", " ");
            return file.finding(
                    place(contents.root(), name.strip()), "the text '" + text + "' does not belong here", null);
        }
        boolean attribute = unexpected.group(1).equals("attribute");
        Element[] found = new Element[1];
        contents.root().walk(element -> {
            if (element.at() < before
                    && (attribute ? element.value(name) != null : element.name().equals(name))) {
                found[0] = element;
            }
        });
        Element element = found[0];
        if (element == null) {
            return new Finding(
                    failure.getLineNumber(), failure.getColumnNumber(), "'" + name + "' does not belong here", null);
        }
        return attribute ? unknownAttribute(element, name) : unknownElement(element);
    }

    private Finding unknownAttribute(Element element, String name) {
        Value value = element.value(name);
        String reason = "<" + element.name() + "> has no attribute '" + name + "'";
        return file.finding(
                value == null ? element.at() : value.key(),
                reason,
                NearestName.of(name, CamelNames.attributes(element.name())));
    }

    private Finding unknownElement(Element element) {
        Element parent = element.parent();
        String where = parent == null || parent.depth() == 0 ? "a route file" : "<" + parent.name() + ">";
        Set<String> valid = CamelNames.elements(parent == null ? null : parent.name());
        return file.finding(
                element.at(), where + " holds no <" + element.name() + ">", NearestName.of(element.name(), valid));
    }

    private @Nullable Element route(Throwable failure) {
        FailedToCreateRouteException create = find(FailedToCreateRouteException.class, failure);
        FailedToStartRouteException start = find(FailedToStartRouteException.class, failure);
        String id = create != null ? create.getRouteId() : start != null ? start.getRouteId() : null;
        return id == null ? null : contents.route(RouteVersion.publicId(id));
    }

    /** The offset of {@code text} in the route; otherwise the beginning of the route; negative if unknown. */
    private int place(@Nullable Element route, String whole) {
        String text = whole.substring(0, Math.min(TELLING, whole.length()));
        int[] found = {-1};
        Element within = route == null ? contents.root() : route;
        within.walk(element -> {
            for (Value value : element.values().values()) {
                found[0] = found[0] < 0 && !text.isEmpty() && value.text().contains(text)
                        ? value.at(file, text)
                        : found[0];
            }
            Value content = element.content();
            if (found[0] < 0
                    && !text.isEmpty()
                    && content != null
                    && content.text().contains(text)) {
                found[0] = content.at(file, text);
            }
        });
        return found[0] >= 0 || route == null ? found[0] : route.at();
    }

    /** The innermost message of a failure. */
    public static String sentence(Throwable failure) {
        String message = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            message = cause.getMessage() == null ? message : cause.getMessage();
        }
        return message.isEmpty() ? "Camel does not take the file, and does not say why" : plain(message);
    }

    /** A message on one line, in which plain words replace class names. */
    public static String plain(String message) {
        return ClassNames.inWords(message.replaceAll("\\s+", " ").strip());
    }
}
