package com.fincloud.gateway.routefile.syntax;

import com.fincloud.gateway.routefile.syntax.Element.Value;
import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Parses an XML route file with the position of every tag and attribute, which Java's parser does not report. Java's parser only checks
 * that the text is well-formed.
 */
final class XmlElements {

    private static final Pattern TAG = Pattern.compile(
            "<(/?)([\\w.:-]+)((?:\\s+[\\w.:-]+\\s*=\\s*(?:\"[^\"<]*\"|'[^'<]*'))*+)\\s*(/?)>",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([\\w.:-]+)\\s*=\\s*([\"'])(.*?)\\2", Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern ENCODING = Pattern.compile("\\sencoding\\s*=\\s*[\"']([^\"'<>]*+)");
    private static final Set<String> UTF_8 = Set.of("UTF-8", "US-ASCII");
    private static final int MAX_LEVELS = 200;

    private final RouteFileText file;
    private final String text;
    private final Element root = new Element("", null, -1);
    private Element open = root;

    private XmlElements(RouteFileText file) {
        this.file = file;
        this.text = file.text();
    }

    /**
     * Parses the file into elements below a nameless root element.
     *
     * @throws RouteFileException if the file is not well-formed
     */
    static Element of(RouteFileText file) {
        XmlElements reading = new XmlElements(file);
        reading.read();
        reading.parse();
        return reading.root;
    }

    private void read() {
        int at = 0;
        while (at < text.length()) {
            int next = text.indexOf('<', at);
            content(at, next < 0 ? text.length() : next);
            if (next < 0) {
                break;
            }
            at = next;
            if (text.startsWith("<!--", at)) {
                at = behind("-->", at, "the comment");
            } else if (text.startsWith("<![CDATA[", at)) {
                int end = behind("]]>", at, "the CDATA section");
                append(text.substring(at + 9, end - 3), at + 9, end - 3);
                at = end;
            } else if (text.startsWith("<?", at)) {
                at = instruction(at);
            } else if (text.startsWith("<!", at)) {
                throw file.refuse(at, "a route file holds no DOCTYPE", null);
            } else {
                at = tag(at);
            }
        }
        if (open.parent() != null) {
            throw file.refuse(
                    open.at(), "<" + open.name() + "> is not closed (expected: </" + open.name() + ">)", null);
        }
    }

    /** Parses a processing instruction. The text is UTF-8, whatever its XML declaration says. */
    private int instruction(int at) {
        int end = behind("?>", at, "the processing instruction");
        Matcher encoding = ENCODING.matcher(text).region(at, end);
        if (text.startsWith("<?xml", at)
                && encoding.find()
                && !UTF_8.contains(encoding.group(1).toUpperCase(Locale.ROOT))) {
            throw file.refuse(
                    encoding.start(1),
                    "encoding=" + encoding.group(1) + " is not usable (expected: UTF-8, and the file saved so)",
                    null);
        }
        return end;
    }

    private int behind(String end, int at, String what) {
        int found = text.indexOf(end, at);
        if (found < 0) {
            throw file.refuse(at, what + " is not closed (expected: " + end + ")", null);
        }
        return found + end.length();
    }

    private int tag(int at) {
        Matcher tag = TAG.matcher(text).region(at, text.length());
        if (!tag.lookingAt()) {
            throw file.refuse(
                    at, "the tag is malformed (expected: <name attribute=\"value\"> with quotes closed)", null);
        }
        String name = local(tag.group(2));
        if (!tag.group(1).isEmpty()) {
            close(name, at, tag.end());
            return tag.end();
        }
        Element element = new Element(name, open, at);
        if (element.depth() > MAX_LEVELS) {
            throw file.refuse(at, "the file nests too much", null);
        }
        Matcher attribute = ATTRIBUTE.matcher(text).region(tag.start(3), tag.end(3));
        while (attribute.find()) {
            checkEntities(attribute.start(3), attribute.end(3));
            Value value = new Value(
                    XmlEntities.resolved(attribute.group(3)), attribute.start(1), attribute.start(3), attribute.end(3));
            if (element.values().putIfAbsent(local(attribute.group(1)), value) != null) {
                throw file.refuse(
                        attribute.start(1), "the attribute '" + attribute.group(1) + "' is given twice", null);
            }
        }
        element.end(tag.end());
        if (tag.group(4).isEmpty()) {
            open = element;
        }
        return tag.end();
    }

    private void close(String name, int at, int end) {
        Element parent = open.parent();
        if (parent == null) {
            throw file.refuse(at, "</" + name + "> closes nothing", null);
        }
        if (!open.name().equals(name)) {
            throw file.refuse(
                    at,
                    "</" + name + "> does not close <" + open.name() + "> of line " + file.line(open.at())
                            + " (expected: </" + open.name() + ">)",
                    null);
        }
        open.end(end);
        open = parent;
    }

    private void content(int from, int to) {
        int start = from;
        while (start < to && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (start < to && open == root) {
            throw file.refuse(
                    start, "text outside of every element (expected: the file is one <routes> or the like)", null);
        }
        if (start < to) {
            checkEntities(start, to);
            append(XmlEntities.resolved(text.substring(start, to).strip()), start, to);
        }
    }

    private void checkEntities(int from, int to) {
        int wrong = XmlEntities.wrong(text, from, to);
        if (wrong >= 0) {
            throw file.refuse(
                    wrong, "'&' begins an entity that there is not (expected: &amp; for the character)", null);
        }
    }

    private void append(String more, int from, int to) {
        open.append(more, from, to);
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private void parse() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            @Nullable XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                xml.next();
            }
        } catch (XMLStreamException e) {
            String reason = String.valueOf(e.getMessage())
                    .replaceAll("(?s)^ParseError at \\[row,col]:\\[\\d+,\\d+]\\s*Message: ", "");
            throw new RouteFileException(
                    java.util.List.of(new Finding(
                            e.getLocation().getLineNumber(), e.getLocation().getColumnNumber(), reason, null)),
                    e);
        }
    }
}
