package com.fincloud.gateway.openapi.merge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.openapi.sanitize.Component;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Chooses the names of all owners' components in the merged document. If all owners of a name define the same component, the name stays and
 * occurs once. If they define different components, each owner's name becomes a prefix, so that the result does not depend on the order of
 * owners. The gateway's own names always stay.
 */
final class ComponentNames {

    /** The owner of components: a service or the gateway. */
    static final class Owner {

        private final String prefix;
        private final Map<Component, ObjectNode> components;

        /** Creates an owner. Its names get {@code prefix} if they conflict; the prefix is empty for the gateway. */
        Owner(String prefix, Map<Component, ObjectNode> components) {
            this.prefix = prefix;
            this.components = components;
        }

        String prefix() {
            return prefix;
        }

        Map<Component, ObjectNode> components() {
            return components;
        }
    }

    private record Use(Owner owner, Component component, ObjectNode content) {}

    private final Map<String, List<Use>> uses = new LinkedHashMap<>();
    private final Set<String> contested = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Owner, Map<Component, String>> names = new HashMap<>();

    /** Chooses a name for each component of each owner. */
    ComponentNames(List<Owner> owners) {
        for (Owner owner : owners) {
            owner.components()
                    .forEach((component, content) -> uses.computeIfAbsent(key(component), key -> new ArrayList<>())
                            .add(new Use(owner, component, content)));
        }
        uses.forEach((key, group) -> {
            if (group.stream().anyMatch(use -> !means(use, group.get(0)))) {
                contested.add(key);
            }
        });
        propagateConflicts();
        owners.forEach(owner -> names.put(owner, new HashMap<>()));
        uses.forEach(this::name);
    }

    /** The name of a component in the merged document. */
    String name(Owner owner, Component component) {
        return names.getOrDefault(owner, Map.of()).getOrDefault(component, component.name());
    }

    /** The key for comparing names. It ignores case, because code generators create files from names. */
    private static String key(Component component) {
        return component.section() + "/" + usable(component.name()).toLowerCase(Locale.ROOT);
    }

    private static String usable(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static boolean means(Use one, Use other) {
        return one.component().equals(other.component())
                && (one.owner().equals(other.owner()) || one.content().equals(other.content()));
    }

    /** Two equal schemas are different if a name in them refers to different components of their owners. */
    private void propagateConflicts() {
        Map<String, List<String>> builders = new HashMap<>();
        uses.forEach((key, group) -> {
            if (group.size() > 1) {
                eachTarget(group.get(0).content(), target -> builders.computeIfAbsent(target, none -> new ArrayList<>())
                        .add(key));
            }
        });
        Queue<String> unread = new ArrayDeque<>(contested);
        for (String next = unread.poll(); next != null; next = unread.poll()) {
            for (String builder : builders.getOrDefault(next, List.of())) {
                if (contested.add(builder)) {
                    unread.add(builder);
                }
            }
        }
    }

    private static void eachTarget(ObjectNode content, Consumer<String> visitor) {
        Component.eachRef(content, ref -> {
            Component target = Component.of(ref.path("$ref").asText());
            if (target != null) {
                visitor.accept(key(target));
            }
        });
    }

    private void name(String key, List<Use> group) {
        String shared = "";
        for (Use use : group) {
            String plain = usable(use.component().name());
            String prefix = use.owner().prefix();
            String name;
            if (prefix.isEmpty() || (!contested.contains(key) && shared.isEmpty())) {
                name = free(use.component().section(), plain);
                shared = name;
            } else if (contested.contains(key)) {
                name = free(use.component().section(), prefix + plain);
            } else {
                name = shared;
            }
            names.getOrDefault(use.owner(), new HashMap<>()).put(use.component(), name);
        }
    }

    private String free(String section, String wanted) {
        if (taken.add(folded(section, wanted))) {
            return wanted;
        }
        // Continues where the last search for this name ended, because thousands of components may use one name.
        int number = numbers.getOrDefault(folded(section, wanted), 2);
        while (!taken.add(folded(section, wanted + number))) {
            number++;
        }
        numbers.put(folded(section, wanted), number + 1);
        return wanted + number;
    }

    private static String folded(String section, String name) {
        return section + "/" + name.toLowerCase(Locale.ROOT);
    }
}
