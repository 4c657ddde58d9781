package com.fincloud.gateway.openapi.merge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.openapi.merge.OperationMapping.Placed;
import com.fincloud.gateway.openapi.sanitize.BoundedJson;
import com.fincloud.gateway.openapi.sanitize.ServiceDocument;
import com.fincloud.gateway.settings.GatewaySettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates the merged document from the route table and the known documents of the services. */
public final class MergedDocument {

    /**
     * A service as the merged document describes it.
     *
     * @param name unique among the services
     * @param routes the routes that forward to it
     * @param document its own document; null while it is unknown
     */
    public record Described(
            String name, List<ExposedRoute> routes, @Nullable ServiceDocument document, DocumentStatus status) {

        /** Copies the routes. */
        public Described {
            routes = List.copyOf(routes);
        }
    }

    private record Part(Described service, List<Placed> placed, ComponentNames.Owner owner) {}

    private final GatewaySettings settings;
    private final Dispatcher dispatcher;
    private final GatewayPart gateway;

    public MergedDocument(GatewaySettings settings, Dispatcher dispatcher) {
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.gateway = new GatewayPart(settings);
    }

    /** Creates the document for these services, and for routes without a service. */
    public ObjectNode of(List<Described> services, List<ExposedRoute> others) {
        List<Part> parts = new ArrayList<>();
        List<ComponentNames.Owner> owners = new ArrayList<>();
        owners.add(new ComponentNames.Owner("", gateway.components()));
        for (Described service : services) {
            ServiceDocument document = service.document();
            List<Placed> placed = document == null
                    ? List.of()
                    : new OperationMapping(service.routes(), dispatcher, settings.publicPaths()).place(document);
            ComponentNames.Owner owner = new ComponentNames.Owner(
                    capitalized(service.name()),
                    document == null ? Map.of() : Reachable.from(placed, document.components()));
            owners.add(owner);
            parts.add(new Part(service, placed, owner));
        }
        ComponentNames names = new ComponentNames(owners);
        ObjectNode root = gateway.document();
        ObjectNode own = root.withObject("paths").deepCopy();
        ArrayNode ownTags = root.withArray("tags").deepCopy();
        Paths paths = new Paths(root.withObject("paths").removeAll(), own);
        ArrayNode tags = root.withArray("tags").removeAll();
        for (Part part : parts) {
            add(part, names, root, paths);
            tags.add(tag(part.service()));
        }
        others.forEach(route -> paths.addPrefix(route, "gateway", gateway));
        tags.addAll(ownTags);
        paths.addOwn();
        OperationIds.makeUnique(root.path("paths"));
        ObjectNode states = root.putObject("x-gateway-services");
        services.forEach(service -> states.set(service.name(), service.status().describe(service.document())));
        return root;
    }

    private void add(Part part, ComponentNames names, ObjectNode root, Paths paths) {
        Renaming renaming = new Renaming(names, part.owner());
        Map<ExposedRoute, Boolean> described = new LinkedHashMap<>();
        for (Placed placed : part.placed()) {
            ObjectNode operation = placed.operation().content().deepCopy();
            OperationDetails.settle(
                    operation,
                    placed,
                    part.owner().components(),
                    !settings.apiKeys().isEmpty());
            renaming.apply(operation);
            operation.putArray("tags").add(part.service().name());
            gateway.complete(operation, placed.route(), placed.path());
            paths.add(
                    placed.path(),
                    placed.operation().method(),
                    operation,
                    part.service().name());
            described.put(placed.route(), true);
            part.service().routes().stream()
                    .filter(route -> placed.others().stream().anyMatch(path -> isUnder(path, route)))
                    .forEach(route -> described.put(route, true));
        }
        part.owner().components().forEach((component, content) -> {
            ObjectNode copy = content.deepCopy();
            renaming.apply(copy);
            if (component.section().equals("responses")) {
                gateway.addHeaders(copy, true);
            }
            root.withObject("components")
                    .withObject(component.section())
                    .set(names.name(part.owner(), component), copy);
        });
        part.service().routes().stream()
                .filter(route -> !described.containsKey(route))
                .forEach(route -> paths.addPrefix(route, part.service().name(), gateway));
    }

    private static boolean isUnder(String path, ExposedRoute route) {
        return path.equals(route.path()) || path.startsWith(route.path() + "/");
    }

    private static ObjectNode tag(Described service) {
        ServiceDocument document = service.document();
        ObjectNode tag = BoundedJson.newObject().put("name", service.name());
        String title = document == null ? "" : (document.title() + " " + document.version()).strip() + ". ";
        String about = document == null ? "" : document.description();
        return tag.put("description", (title + service.status().sentence() + "\n\n" + about).strip());
    }

    private static String capitalized(String name) {
        StringBuilder text = new StringBuilder();
        for (String word : name.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return text.length() == 0 ? "Service" : text.toString();
    }
}
