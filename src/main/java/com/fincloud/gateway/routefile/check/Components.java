package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.extension.CamelArtifacts;
import com.fincloud.gateway.extension.Extensions;
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

    /** The gateway's consumers with which a route may begin. Every other one would listen or poll without the gateway's filters. */
    public static final Set<String> CONSUMERS = new TreeSet<>(
            Set.of("platform-http", "rest", "direct", "seda", "timer", "scheduler", "file", "spring-redis"));

    /** Consumers that only wait for requests, or for other routes. */
    private static final Set<String> WAITING = Set.of("platform-http", "rest", "direct");

    /** Consumers of Camel that listen on a port, or that begin a different consumer: by its URI, or in a route of its own. */
    private static final Set<String> LISTENING = Set.of(
            "as2",
            "atmosphere-websocket",
            "avro",
            "coap",
            "coap+tcp",
            "coaps",
            "coaps+tcp",
            "cometd",
            "cometds",
            "cxf",
            "cxfrs",
            "dapr",
            "grpc",
            "iec60870-server",
            "jetty",
            "jgroups",
            "jgroups-raft",
            "kamelet",
            "knative",
            "lumberjack",
            "master",
            "milo-server",
            "mina",
            "mllp",
            "netty",
            "netty-http",
            "platform-http-main",
            "quickfix",
            "service",
            "servlet",
            "snmp",
            "spring-ws",
            "thrift",
            "undertow",
            "vertx-websocket",
            "webhook",
            "zookeeper-master");

    private final CamelContext live;
    private final Set<String> ofGateway;
    private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();
    private final Map<String, Set<String>> names = new ConcurrentHashMap<>();

    public Components(CamelContext live) {
        this.live = live;
        catalog.setCamelContext(live);
        catalog.start();
        ofGateway = names("component.properties", "components", Components.class.getClassLoader());
    }

    /** The names of all components, which are the valid URI schemes. */
    public Set<String> schemes() {
        return cached("component.properties", "components");
    }

    /** The names of all expression languages. */
    Set<String> languages() {
        return cached("language.properties", "languages");
    }

    /** The names of all data formats. */
    Set<String> dataFormats() {
        return cached("dataformat.properties", "dataFormats");
    }

    /** Whether there is a component of that name. */
    public boolean has(String scheme) {
        return schemes().contains(scheme) || live.getRegistry().lookupByName(scheme + "-component") != null;
    }

    /** Whether a route may begin with this scheme: with the gateway's consumers, and with an extension's that do not listen on a port. */
    public boolean mayConsume(String scheme) {
        return CONSUMERS.contains(scheme) || !(ofGateway.contains(scheme) || LISTENING.contains(scheme));
    }

    /** That a component is missing, and how to add it. */
    public static String missing(String scheme) {
        return "there is no component '" + scheme + "'" + CamelArtifacts.toAdd(CamelArtifacts.Kind.COMPONENT, scheme);
    }

    /** The reason why a route must not begin with this scheme. */
    public static String consumer(String scheme) {
        if (scheme.equals("kamelet")) {
            return "a route does not begin with 'kamelet:', because the source of the kamelet is a route of its own,"
                    + " which would not end with this file (expected: the component that the kamelet begins with, for"
                    + " instance timer: or kafka:)";
        }
        return "a route does not begin with '" + scheme
                + ":', because it would bypass the gateway's filters (expected: " + String.join(", ", CONSUMERS)
                + ", or a component of an extension that does not listen on a port)";
    }

    /** The schemes whose consumers create exchanges by themselves. */
    public Set<String> sources() {
        Set<String> sources = new TreeSet<>(schemes());
        sources.removeAll(WAITING);
        return sources;
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

    private ClassLoader loader() {
        ClassLoader extensions = Extensions.loader(live);
        return extensions == null ? Components.class.getClassLoader() : extensions;
    }

    private Set<String> cached(String file, String key) {
        return names.computeIfAbsent(key, unused -> names(file, key, loader()));
    }

    private static Set<String> names(String file, String key, ClassLoader loader) {
        Set<String> found = new TreeSet<>();
        try {
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
    }
}
