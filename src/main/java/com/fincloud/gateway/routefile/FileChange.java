package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.syntax.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a route file.
 *
 * @param file the file's name
 * @param routes ids of the routes that were added or removed; empty if the file was rejected
 * @param finding the first error; null if the file was not rejected
 */
public record FileChange(Instant at, FileEvent event, String file, List<String> routes, @Nullable Finding finding) {

    /** Copies the ids. */
    public FileChange {
        routes = List.copyOf(routes);
    }
}
