package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Findings;

/** Finds upstream calls without a circuit breaker, and circuit breakers without a fallback. */
public final class CircuitBreakerCheck {

    private CircuitBreakerCheck() {}

    public static void check(Element element, Findings findings) {
        Value uri = Endpoints.NAMES.contains(element.name()) ? element.value("uri") : null;
        if (uri != null && !element.name().equals("from") && isBareCall(element, uri)) {
            findings.add(
                    uri.from(),
                    "the call is not in a circuitBreaker: when the service hangs, so do the callers"
                            + " (http:service?url=... has the service's breaker)");
        }
        if (element.name().equals("circuitBreaker") && !hasFallback(element)) {
            findings.add(
                    element.at(),
                    "the circuitBreaker has no onFallback: when it is open the client gets 200 and its own request back");
        }
    }

    private static boolean isBareCall(Element element, Value uri) {
        String text = uri.text().strip();
        boolean http =
                text.startsWith("http:") || text.startsWith("https:") || text.equals("http") || text.equals("https");
        boolean guarded = has(text, "url=") || has(text, "backend=");
        for (Element parameters : element.children("parameters")) {
            guarded |= parameters.value("url") != null;
        }
        return http && !guarded && !element.isWithin("circuitBreaker");
    }

    private static boolean has(String uri, String option) {
        return uri.contains("?" + option) || uri.contains("&" + option);
    }

    private static boolean hasFallback(Element breaker) {
        return !breaker.children("onFallback").isEmpty()
                || breaker.children("steps").stream()
                        .anyMatch(steps -> !steps.children("onFallback").isEmpty());
    }
}
