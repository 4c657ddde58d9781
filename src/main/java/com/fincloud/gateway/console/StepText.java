package com.fincloud.gateway.console;

import com.fincloud.gateway.settings.value.Values;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.DataFormatDefinitionAware;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * The text of a step in a diagram. An endpoint's options, a header's value and a constant may contain a secret, so they are not shown.
 * Passwords are removed from the remaining text.
 */
final class StepText {

    private static final int LONGEST = 160;

    private final Map<String, Object> parameters;

    /** Creates it for a route; its template parameters are replaced by their values. */
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
        if (step instanceof ProcessDefinition process) {
            return process(process);
        }
        if (step instanceof HasExpressionType node && node.getExpressionType() != null) {
            return expression(step, node.getExpressionType());
        }
        if (step instanceof CatchDefinition caught) {
            return classes(caught.getExceptions());
        }
        if (step instanceof OnExceptionDefinition caught) {
            return classes(caught.getExceptions());
        }
        if (step instanceof DataFormatDefinitionAware converting && converting.getDataFormatType() != null) {
            return converting.getDataFormatType().getDataFormatName();
        }
        return label(step);
    }

    private static String process(ProcessDefinition process) {
        Processor processor = process.getProcessor();
        if (processor == null) {
            return String.valueOf(process.getRef()).replaceAll("[{}]", "");
        }
        return processor.getClass().isSynthetic() ? "" : processor.getClass().getSimpleName();
    }

    private static String classes(List<String> names) {
        return names.stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.joining(", "));
    }

    private static String expression(NamedNode step, ExpressionDefinition expression) {
        String text = String.valueOf(expression.getExpression()).strip();
        if (step instanceof EnrichDefinition
                || step instanceof PollEnrichDefinition
                || step instanceof RecipientListDefinition<?>
                || step instanceof RoutingSlipDefinition<?>) {
            return text.replaceAll("\\?[^,\\s]*", "");
        }
        boolean hidden = "constant".equals(expression.getLanguage()) && !text.matches("\\d*");
        return hidden ? "constant" : text;
    }

    /** Camel's label without the leading kind. The label of a step with inner steps only repeats the inner steps, so it is empty. */
    private static String label(NamedNode step) {
        String label = String.valueOf(step.getLabel());
        int open = label.indexOf('[');
        boolean inner = step instanceof ProcessorDefinition<?> processor
                && processor.getOutputs().isEmpty();
        return inner && label.matches("(?s)\\w+\\[.*]") ? label.substring(open + 1, label.length() - 1) : "";
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
