package com.fincloud.gateway.routefile.check;

import com.fincloud.gateway.configfile.NearestName;
import com.fincloud.gateway.routefile.syntax.Element;
import com.fincloud.gateway.routefile.syntax.Element.Value;
import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.util.List;
import java.util.Set;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Describes Camel's error for a YAML file. Usually this is an unknown key, whose position Camel reports only roughly. */
final class YamlErrorReason {

    private final RouteFileContents contents;
    private final RouteFileText file;

    YamlErrorReason(RouteFileContents contents) {
        this.contents = contents;
        this.file = contents.file();
    }

    Finding of(MarkedYamlEngineException failure) {
        String problem = String.valueOf(failure.getProblem());
        Mark mark = failure.getProblemMark().orElse(null);
        int at = mark == null ? -1 : file.offset(mark.getLine() + 1, mark.getColumn() + 1);
        for (String unknown : List.of("Unsupported field: ", "Unknown node id: ")) {
            if (problem.startsWith(unknown)) {
                return unknown(problem.substring(unknown.length()), at);
            }
        }
        if (problem.startsWith("Unable to find constructor")) {
            return file.finding(
                    at, "this is no step, route or the like (expected: a name, a colon, and its options)", null);
        }
        String type = StringHelper.between(problem, "Node type ", " is invalid, expected ");
        if (type != null) {
            String expected = StringHelper.after(problem, " is invalid, expected ", "");
            return file.finding(at, "there is " + kind(type) + " (expected: " + kind(expected) + ")", null);
        }
        String constant = StringHelper.after(problem, " does not have any constant with value: ");
        if (problem.startsWith("Enum: ") && constant != null) {
            return file.finding(at, "'" + constant + "' is not one of the values that fit here", null);
        }
        String keys = StringHelper.after(problem, "keys: [");
        if (problem.startsWith("Node should have only have 1 key") && keys != null) {
            return file.finding(
                    at,
                    "a step has one key, and not "
                            + StringHelper.before(keys, "]", keys).replace(",", ", ")
                            + " (expected: each step with a '- ' of its own, and its options indented below it)",
                    null);
        }
        return file.finding(at, CamelErrorReason.plain(problem), null);
    }

    private static String kind(String node) {
        return switch (node) {
            case "map" -> "a mapping";
            case "array" -> "a list";
            case "key-value" -> "a text";
            default -> node;
        };
    }

    /**
     * The finding for an unknown key. Camel reports the position of the value or of the mapping around it. The key is at or before that
     * position, or is the first key after it.
     */
    private Finding unknown(String name, int mark) {
        int[] nearest = {-1};
        String[] parent = {""};
        contents.root().walk(element -> {
            if ((element.name().equals(name) || element.name().equals(StringHelper.dashToCamelCase(name)))
                    && isNearer(element.at(), nearest[0], mark)) {
                nearest[0] = element.at();
                parent[0] = parent(element);
            }
            Value value = element.value(name);
            if (value != null && isNearer(value.key(), nearest[0], mark)) {
                nearest[0] = value.key();
                parent[0] = element.name();
            }
        });
        Set<String> valid = CamelNames.keys(parent[0]);
        String camelCase = StringHelper.dashToCamelCase(name);
        String hint = valid.contains(camelCase) && !camelCase.equals(name) ? camelCase : NearestName.of(name, valid);
        String where =
                parent[0].isEmpty() || parent[0].equals("steps") ? "there is no " : "'" + parent[0] + "' has no ";
        String what = parent[0].equals("steps") ? "step '" : "key '";
        return file.finding(nearest[0] < 0 ? mark : nearest[0], where + what + name + "'", hint);
    }

    private static String parent(Element element) {
        @Nullable Element parent = element.parent();
        return parent == null ? "" : parent.name();
    }

    private static boolean isNearer(int candidate, int known, int mark) {
        return known < 0 || Math.abs(candidate - mark) < Math.abs(known - mark);
    }
}
