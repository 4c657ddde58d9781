package com.fincloud.gateway.console;

import com.fincloud.gateway.settings.Values;
import java.util.Map;
import org.apache.camel.NamedNode;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * What a step says of itself in a diagram. A secret may stand in an endpoint's options, in a header's value and in a constant: none of
 * them is shown, and what remains has its passwords taken out.
 */
final class StepText {

    private static final int LONGEST = 160;

    private final Map<String, Object> parameters;

    /** Texts in which the parameters of a route's template have their values. */
    StepText(Map<String, Object> parameters) {
        this.parameters = parameters;
    }

    String of(NamedNode step) {
        return shown(raw(step));
    }

    /** An endpoint without its options. */
    String address(String uri) {
        return shown(withoutOptions(uri));
    }

    private static String raw(NamedNode step) {
        if (step instanceof ToDynamicDefinition to) {
            return withoutOptions(to.getUri());
        }
        if (step instanceof EndpointRequiredDefinition to) {
            return withoutOptions(to.getEndpointUri());
        }
        if (step instanceof SetHeaderDefinition set) {
            return set.getName();
        }
        if (step instanceof SetPropertyDefinition set) {
            return set.getName();
        }
        if (step instanceof SetVariableDefinition set) {
            return set.getName();
        }
        if (step instanceof ProcessDefinition process && process.getProcessor() != null) {
            return process.getProcessor().getClass().isSynthetic()
                    ? ""
                    : process.getProcessor().getClass().getSimpleName();
        }
        if (step instanceof ExpressionNode node) {
            return expression(node, node.getExpression());
        }
        if (step instanceof WhenDefinition when) {
            return expression(when, when.getExpression());
        }
        return label(step);
    }

    private static String expression(NamedNode step, ExpressionDefinition expression) {
        String text = String.valueOf(expression.getExpression()).strip();
        if (step instanceof EnrichDefinition || step instanceof PollEnrichDefinition) {
            return withoutOptions(text);
        }
        boolean value = step instanceof SetBodyDefinition && "constant".equals(expression.getLanguage());
        return value ? "constant" : text;
    }

    /** Camel's label without the kind in front of it: {@code log[text]} has it, {@code ref:name} has none. */
    private static String label(NamedNode step) {
        String label = String.valueOf(step.getLabel());
        int open = label.indexOf('[');
        if (open > 0 && label.endsWith("]") && label.substring(0, open).matches("\\w+")) {
            return label.substring(open + 1, label.length() - 1);
        }
        return label.equalsIgnoreCase(step.getShortName()) ? "" : label;
    }

    private static String withoutOptions(String uri) {
        int options = uri.indexOf('?');
        return options < 0 ? uri : uri.substring(0, options);
    }

    private String shown(String text) {
        String filled = text;
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            filled = filled.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
        }
        String safe = Values.withoutSecrets(filled).strip();
        return safe.length() > LONGEST ? safe.substring(0, LONGEST) + "…" : safe;
    }
}
