package com.fincloud.gateway.extension;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the jars with classes that will not be used, because the gateway or an earlier jar has classes of the same names. */
final class HiddenClasses {

    private HiddenClasses() {}

    /** A sentence for each jar with such classes. */
    static List<String> of(List<ExtensionJar> jars, ClassLoader gateway) {
        List<String> warnings = new ArrayList<>();
        Map<String, ExtensionJar> owners = new HashMap<>();
        for (ExtensionJar jar : jars) {
            String hidden = first(jar, path -> gateway.getResource(path) != null);
            String twice = first(jar, owners::containsKey);
            ExtensionJar owner = twice == null ? null : owners.get(twice);
            if (hidden != null) {
                warnings.add("the extension " + jar.file() + " has the class " + ExtensionJar.className(hidden)
                        + ", and so has the gateway: the gateway's is used (expected: no library of the gateway,"
                        + " and no second version of one)");
            } else if (twice != null && owner != null) {
                warnings.add("the extensions " + owner.file() + " and " + jar.file()
                        + " both have the class " + ExtensionJar.className(twice)
                        + ": the first one's is used (expected: one version of a library)");
            }
            jar.classes().forEach(path -> owners.putIfAbsent(path, jar));
        }
        return warnings;
    }

    private static @Nullable String first(ExtensionJar jar, Predicate<String> wanted) {
        return jar.classes().stream().filter(wanted).findFirst().orElse(null);
    }
}
