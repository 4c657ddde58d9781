package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The instances of each service, and the files that declare them. Two different lists under one name are refused, because they would share
 * a circuit breaker.
 */
final class ServiceAddresses {

    private record Address(List<URI> urls, Supplier<String> saidBy) {}

    private final Map<String, Address> known = new HashMap<>();

    /** Creates it with the services that the settings name. */
    ServiceAddresses(Map<String, List<URI>> fixed) {
        fixed.forEach((service, urls) -> known.put(
                service,
                new Address(urls.stream().sorted().toList(), () -> service.toUpperCase(Locale.ROOT) + "_SERVICE_URL")));
    }

    /** Records the services of a file that already serves. */
    void serving(String file, Declared declared) {
        declared.services()
                .forEach((service, lists) ->
                        lists.forEach(urls -> known.putIfAbsent(service, new Address(urls, () -> file))));
    }

    /** Records the services of a file; returns the reason if they conflict. */
    @Nullable
    RouteFileException claim(String file, RouteFileText text, Declared declared) {
        for (String service : declared.services().keySet()) {
            for (List<URI> urls : declared.services().get(service)) {
                Address own = new Address(urls, () -> file + ":" + text.line(place(text, service)));
                Address before = known.putIfAbsent(service, own);
                if (before != null && !before.urls().equals(urls)) {
                    return text.refuse(
                            place(text, service),
                            "the service '" + service + "' is at " + text(before.urls()) + " ("
                                    + before.saidBy().get()
                                    + "), and not at " + text(urls)
                                    + ": a service has one list of URLs (expected: that list, or another service name)",
                            null);
                }
            }
        }
        return null;
    }

    private static String text(List<URI> urls) {
        return urls.stream().map(URI::toString).collect(Collectors.joining(","));
    }

    /** The offset at which the file first names the service; negative if only a placeholder names it. */
    private static int place(RouteFileText text, String service) {
        int[] found = {-1};
        RouteFileContents.of(text).root().walk(element -> {
            for (Value value : element.values().values()) {
                boolean names =
                        (value.text().equals(service) && isParameter(element)) || leadsTo(value.text(), service);
                found[0] = names && found[0] < 0 ? value.from() : found[0];
            }
        });
        return found[0];
    }

    /** Whether a URI is {@code http:service} or {@code https:service}, with options or without. */
    private static boolean leadsTo(String uri, String service) {
        int scheme = uri.startsWith("https:") ? 6 : uri.startsWith("http:") ? 5 : uri.length();
        int name = uri.startsWith("//", scheme) ? scheme + 2 : scheme;
        int end = name + service.length();
        return uri.startsWith(service, name) && (end == uri.length() || uri.charAt(end) == '?');
    }

    private static boolean isParameter(Element element) {
        Value name = element.value("name");
        return name != null && name.text().equals("service");
    }
}
