package com.fincloud.gateway.routefile.step;

import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Findings;
import java.util.Map;

/** Checks the constants of steps whose expression is a number. Camel would convert each while a request runs. */
final class ConstantNumbers {

    private static final Map<String, String> STEPS = Map.of(
            "throttle", "a whole number of requests",
            "delay", "milliseconds, or a duration such as 5s",
            "loop", "a whole number of rounds");

    private ConstantNumbers() {}

    static void check(Element step, Placeholders placeholders, Findings findings) {
        String expected = STEPS.get(step.name());
        if (expected == null || step.value("doWhile") != null) {
            return;
        }
        StepExpression expression = StepExpression.of(step, placeholders);
        if (expression != null && !isNumber(expression.text(), step.name().equals("delay"))) {
            findings.add(
                    expression.value().from(),
                    step.name() + "=" + expression.text() + " is not usable (expected: " + expected + ")");
        }
    }

    private static boolean isNumber(String text, boolean isDuration) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        boolean digits = end > 0 && end < 19;
        return digits && (end == text.length() || (isDuration && isUnit(text.substring(end))));
    }

    private static boolean isUnit(String text) {
        return switch (text) {
            case "ms", "s", "m", "h", "d" -> true;
            default -> text.chars().allMatch(c -> (c >= '0' && c <= '9') || "msdh".indexOf(c) >= 0);
        };
    }
}
