package com.fincloud.gateway.routefile.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointRegistry;
import org.apache.camel.spi.NormalizedEndpointUri;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The endpoints that hold beans of files, for instance {@code sql:…?dataSource=#orders}. Camel keeps one endpoint for each URI, so without
 * this class a new version of a file would get the endpoint of the old version, with a bean that is going to be destroyed.
 */
final class BeanEndpoints {

    /** How a URI refers to a bean; Camel encodes the number sign in the values of options. */
    private static final List<String> REFERENCES = List.of("#", "#bean:", "%23", "%23bean:", "bean://", "ref://");

    private final CamelContext context;
    private final List<Endpoint> replaced = new CopyOnWriteArrayList<>();

    BeanEndpoints(CamelContext context) {
        this.context = context;
    }

    /** The endpoints of earlier versions while a new version is being loaded, which makes endpoints of its own. */
    final class Earlier {

        private final List<NormalizedEndpointUri> uris = new ArrayList<>();
        private final List<Endpoint> endpoints = new ArrayList<>();

        private Earlier(Collection<String> beans) {
            if (beans.isEmpty()) {
                return; // then nothing is searched, which matters for hundreds of files
            }
            context.getEndpointRegistry().forEach((uri, endpoint) -> {
                if (beans.stream().anyMatch(bean -> refers(endpoint.getEndpointUri(), bean))) {
                    uris.add(uri);
                    endpoints.add(endpoint);
                }
            });
            uris.forEach(context.getEndpointRegistry()::remove);
        }

        /** The new version serves. */
        void replaced() {
            replaced.addAll(endpoints);
        }

        /** The new version does not serve: routes that are loaded later use the earlier endpoints again. */
        void restore() {
            EndpointRegistry registry = context.getEndpointRegistry();
            for (int i = 0; i < uris.size(); i++) {
                Endpoint failed = registry.put(uris.get(i), endpoints.get(i));
                if (failed != null) {
                    ServiceHelper.stopAndShutdownService(failed);
                }
            }
        }
    }

    /** Puts the endpoints aside that refer to one of {@code beans}. The routes that have them go on. */
    Earlier putAside(Collection<String> beans) {
        return new Earlier(beans);
    }

    /** Stops the endpoints of earlier versions. No route may have them any more. */
    void sweep() {
        List<Endpoint> ended = List.copyOf(replaced);
        ended.forEach(ServiceHelper::stopAndShutdownService);
        replaced.removeAll(ended);
    }

    private static boolean refers(String uri, String bean) {
        for (String reference : REFERENCES) {
            String text = reference + bean;
            for (int at = uri.indexOf(text); at >= 0; at = uri.indexOf(text, at + 1)) {
                int end = at + text.length();
                if (end == uri.length() || !Character.isJavaIdentifierPart(uri.charAt(end))) {
                    return true;
                }
            }
        }
        return false;
    }
}
