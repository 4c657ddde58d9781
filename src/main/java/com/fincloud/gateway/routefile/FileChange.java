package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.syntax.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a route file at some time.
 *
 * @param file the file's name
 * @param routes ids of the routes that it brought or took away, empty when it was rejected
 * @param finding the first mistake, null when it was not rejected
 */
public record FileChange(Instant at, FileEvent event, String file, List<String> routes, @Nullable Finding finding) {

    /** Copies the ids. */
    public FileChange {
        routes = List.copyOf(routes);
    }
}
