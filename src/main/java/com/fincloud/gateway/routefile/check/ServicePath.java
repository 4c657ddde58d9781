package com.fincloud.gateway.routefile.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path of a service, optionally with all paths below it.
 *
 * @param segments the segments; {@link #ANY} matches any segment
 * @param open whether paths below it are included
 */
public record ServicePath(List<String> segments, boolean open) {

    /** A segment that no route uses. */
    private static final String ANY = "any~value";

    public ServicePath {
        segments = List.copyOf(segments);
    }

    /** Parses the path of a route; a segment {@code {name}} matches any segment. */
    static ServicePath of(String path, boolean open) {
        return new ServicePath(
                Arrays.stream(path.split("/"))
                        .filter(segment -> !segment.isEmpty())
                        .map(segment -> segment.startsWith("{") ? ANY : segment)
                        .toList(),
                open);
    }

    /** The intersection of both; null if it is empty. */
    @Nullable
    public ServicePath common(ServicePath other) {
        boolean deeper = segments.size() >= other.segments.size();
        ServicePath longer = deeper ? this : other;
        ServicePath shorter = deeper ? other : this;
        if (longer.segments.size() > shorter.segments.size() && !shorter.open) {
            return null;
        }
        List<String> both = new ArrayList<>(longer.segments);
        for (int i = 0; i < shorter.segments.size(); i++) {
            String segment = shorter.segments.get(i);
            if (both.get(i).equals(ANY)) {
                both.set(i, segment);
            } else if (!segment.equals(ANY) && !segment.equals(both.get(i))) {
                return null;
            }
        }
        return new ServicePath(both, open && other.open);
    }

    /** An example path below this path. */
    ServicePath something() {
        List<String> deeper = new ArrayList<>(segments);
        deeper.add(ANY);
        return new ServicePath(deeper, open);
    }

    /** The segments of this path after {@code upper}. */
    List<String> below(ServicePath upper) {
        return segments.subList(Math.min(upper.segments.size(), segments.size()), segments.size());
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}
