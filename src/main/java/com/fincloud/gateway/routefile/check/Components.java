package com.fincloud.gateway.routefile.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.jspecify.annotations.Nullable;

/** The components on the class path and their options, from each component's catalog entry. */
public final class Components {

    private static final String SERVICES = "META-INF/services/org/apache/camel/";

    private final CamelContext live;
    private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();
    private final Map<String, Set<String>> names = new ConcurrentHashMap<>();

    public Components(CamelContext live) {
        this.live = live;
        catalog.setCamelContext(live);
        catalog.start();
    }

    /** The names of all components, which are the valid URI schemes. */
    Set<String> schemes() {
        return names("component.properties", "components");
    }

    /** The names of all expression languages. */
    Set<String> languages() {
        return names("language.properties", "languages");
    }

    /** The names of all data formats. */
    Set<String> dataFormats() {
        return names("dataformat.properties", "dataFormats");
    }

    boolean has(String scheme) {
        return schemes().contains(scheme) || live.getRegistry().lookupByName(scheme + "-component") != null;
    }

    /** The names of a component's endpoint options. */
    List<String> options(String scheme) {
        List<String> options = new ArrayList<>();
        ComponentModel model = catalog.componentModel(scheme);
        if (model != null) {
            model.getEndpointOptions().forEach(option -> options.add(option.getName()));
        }
        return options;
    }

    /** Validates options, including the URI's path, with the component's catalog entry; null if the component accepts any option. */
    @Nullable
    EndpointValidationResult check(String scheme, Map<String, String> options) {
        ComponentModel model = catalog.componentModel(scheme);
        return model == null || model.isLenientProperties() ? null : catalog.validateProperties(scheme, options);
    }

    /** Validates a URI with the component's catalog entry; null if it has none. */
    @Nullable
    EndpointValidationResult check(String scheme, String uri) {
        return catalog.componentModel(scheme) == null ? null : catalog.validateEndpointProperties(uri);
    }

    private Set<String> names(String file, String key) {
        return names.computeIfAbsent(key, unused -> {
            Set<String> found = new TreeSet<>();
            try {
                ClassLoader loader = Components.class.getClassLoader();
                for (URL url : Collections.list(loader.getResources(SERVICES + file))) {
                    Properties properties = new Properties();
                    try (InputStream in = url.openStream()) {
                        properties.load(in);
                    }
                    Collections.addAll(found, properties.getProperty(key, "").split(" "));
                }
            } catch (IOException e) {
                throw new IllegalStateException("the components' names are not readable", e);
            }
            return found;
        });
    }
}
