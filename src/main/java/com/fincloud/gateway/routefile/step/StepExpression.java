package com.fincloud.gateway.routefile.step;

import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import org.jspecify.annotations.Nullable;

/**
 * An expression of a step that is the same for every request: a constant, or a text of the simple language without functions.
 *
 * @param text the text with its placeholders resolved
 * @param value the text's place
 */
record StepExpression(String text, Value value) {

    /** The expression of a step in XML or YAML; null if it is computed, or if there is none. */
    static @Nullable StepExpression of(Element step, Placeholders placeholders) {
        Value value = literal(step);
        String text = value == null ? null : placeholders.resolve(value.text());
        boolean computed = text == null || text.contains("${") || text.contains("$simple{");
        return value == null || text == null || computed || text.startsWith("resource:")
                ? null
                : new StepExpression(text.strip(), value);
    }

    private static @Nullable Value literal(Element holder) {
        for (String language : new String[] {"constant", "simple"}) {
            Value value = holder.value(language);
            if (value != null) {
                return value;
            }
            for (Element child : holder.children(language)) {
                Value content = child.content();
                return content == null ? child.value("expression") : content;
            }
        }
        for (Element child : holder.children("expression")) {
            return literal(child);
        }
        return null;
    }
}
