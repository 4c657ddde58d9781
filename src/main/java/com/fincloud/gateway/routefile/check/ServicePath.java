package com.fincloud.gateway.routefile.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path of a service, and whether what is below it is meant as well.
 *
 * @param segments its segments; {@link #ANY} stands for any
 * @param open whether paths below it are meant as well
 */
public record ServicePath(List<String> segments, boolean open) {

    /** A segment that no route names. */
    private static final String ANY = "any~value";

    public ServicePath {
        segments = List.copyOf(segments);
    }

    /** A path as a route declares it; a segment {@code {name}} stands for any. */
    static ServicePath of(String path, boolean open) {
        return new ServicePath(
                Arrays.stream(path.split("/"))
                        .filter(segment -> !segment.isEmpty())
                        .map(segment -> segment.startsWith("{") ? ANY : segment)
                        .toList(),
                open);
    }

    /** The paths that both mean, null when there is none. */
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

    /** Some path below this one. */
    ServicePath something() {
        List<String> deeper = new ArrayList<>(segments);
        deeper.add(ANY);
        return new ServicePath(deeper, open);
    }

    /** What follows in this path behind {@code upper}. */
    List<String> below(ServicePath upper) {
        return segments.subList(Math.min(upper.segments.size(), segments.size()), segments.size());
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}
