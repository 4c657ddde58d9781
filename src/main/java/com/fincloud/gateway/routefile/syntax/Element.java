package com.fincloud.gateway.routefile.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An element of an XML route file, or a key with a mapping in a YAML route file, with its position in the text. An attribute, or a key with
 * a scalar, is a value of its element.
 */
public final class Element {

    /**
     * A value and its position.
     *
     * @param text the value, with entities and quotes resolved
     * @param key offset of its name
     * @param from offset of its first character
     * @param to offset after its last character
     */
    public record Value(String text, int key, int from, int to) {

        /** The offset of {@code part} in the value; otherwise the beginning of the value. */
        public int at(RouteFileText file, String part) {
            int found = file.text().substring(from, to).indexOf(part);
            return found < 0 ? from : from + found;
        }
    }

    private final String name;
    private final @Nullable Element parent;
    private final int at;
    private final int depth;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final List<Element> children = new ArrayList<>();
    private @Nullable Value content;
    private @Nullable StringBuilder joined;
    private int end;

    /** Creates an element that begins at offset {@code at}, as the last child of {@code parent}. */
    Element(String name, @Nullable Element parent, int at) {
        this.name = name;
        this.parent = parent;
        this.at = at;
        this.depth = parent == null ? 0 : parent.depth + 1;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    public String name() {
        return name;
    }

    @Nullable
    public Element parent() {
        return parent;
    }

    public int at() {
        return at;
    }

    /** The offset after the end tag of an XML element. */
    int end() {
        return end;
    }

    void end(int offset) {
        end = offset;
    }

    /** The number of enclosing elements. */
    public int depth() {
        return depth;
    }

    public Map<String, Value> values() {
        return values;
    }

    @Nullable
    public Value value(String key) {
        return values.get(key);
    }

    /** The text between an XML element's tags; null if there is none. */
    @Nullable
    public Value content() {
        Value known = content;
        if (known != null && joined != null) {
            content = new Value(joined.toString(), known.key(), known.from(), known.to());
            joined = null;
        }
        return content;
    }

    public void content(Value text) {
        content = text;
    }

    /** Appends to the text between the tags. Comments and elements may split this text into thousands of pieces. */
    void append(String more, int from, int to) {
        Value before = content;
        if (before == null) {
            content = new Value(more, from, from, to);
            return;
        }
        joined = (joined == null ? new StringBuilder(before.text()) : joined).append(more);
        content = new Value("", from, before.from(), to);
    }

    public List<Element> children() {
        return children;
    }

    public List<Element> children(String... names) {
        return children.stream()
                .filter(child -> List.of(names).contains(child.name))
                .toList();
    }

    /** Whether an enclosing element has that name. */
    public boolean isWithin(String ancestor) {
        for (Element above = parent; above != null; above = above.parent) {
            if (above.name.equals(ancestor)) {
                return true;
            }
        }
        return false;
    }

    /** Visits the element and all below it, in the order of the text. */
    public void walk(Consumer<Element> visitor) {
        visitor.accept(this);
        children.forEach(child -> child.walk(visitor));
    }
}
