package com.fincloud.gateway.routefile;

import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.jspecify.annotations.Nullable;

/** The services that the steps of a plain route call: the name in {@code http:name?url=...}, or the host in {@code http://host/path}. */
final class CalledServices {

    private CalledServices() {}

    /** The names, in alphabetical order with commas between them; empty if there are none. */
    static String of(Route route) {
        Set<String> names = new TreeSet<>();
        if (route.getRoute() instanceof RouteDefinition definition) {
            ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), SendDefinition.class)
                    .forEach(send -> {
                        String name = service(send.getEndpointUri());
                        if (name != null) {
                            names.add(name);
                        }
                    });
        }
        return String.join(",", names);
    }

    /** The service of an endpoint; null if it is no HTTP call, or a placeholder stands for its host. */
    static @Nullable String service(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return null;
        }
        int from = uri.startsWith("//", colon + 1) ? colon + 3 : colon + 1;
        int end = from;
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        String name = uri.substring(from, end);
        name = name.substring(name.lastIndexOf('@') + 1);
        return name.isEmpty() || name.contains("{{") || name.contains("${") ? null : name;
    }
}
