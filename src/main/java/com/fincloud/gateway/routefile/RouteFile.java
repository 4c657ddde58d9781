package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.syntax.RouteFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file of the route folder.
 *
 * @param name the file's name
 * @param routes ids of the routes that serve, those of the last good version when the file is rejected
 * @param error why the file as it is now does not serve, null when it does
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
