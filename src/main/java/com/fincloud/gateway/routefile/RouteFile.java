package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.syntax.RouteFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one file of the route folder.
 *
 * @param name the file's name
 * @param routes ids of the serving routes; of the last good version if the file is rejected
 * @param error why the current file is rejected; null if it serves
 */
public record RouteFile(String name, List<String> routes, @Nullable RouteFileException error) {

    /** Copies the ids. */
    public RouteFile {
        routes = List.copyOf(routes);
    }

    /** {@code loaded} or {@code rejected}. */
    public String status() {
        return error == null ? "loaded" : "rejected";
    }
}
