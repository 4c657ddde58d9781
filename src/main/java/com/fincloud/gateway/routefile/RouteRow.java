package com.fincloud.gateway.routefile;

import java.util.List;

/**
 * A route as operators see it.
 *
 * @param id the public id
 * @param path public path, with {@code /**} if paths below it are served as well; the route's consumer if it does not serve HTTP
 * @param methods the methods; empty if the route does not serve HTTP
 * @param service name of the backend service; for a plain route the services or hosts that its steps call; empty for none
 * @param access {@code public}, {@code token}, or the roles; a caller needs one of them
 * @param limits the route's own limits; empty means the gateway's limits
 * @param timeout time-out of an upstream request in seconds; empty for a plain route
 * @param maxBody the largest request body in bytes
 * @param file the file's name; empty for the gateway's own routes
 * @param status {@code serving}, {@code stopped}, or {@code previous version} if the current file is rejected
 */
public record RouteRow(
        String id,
        String path,
        List<String> methods,
        String service,
        String access,
        String limits,
        String timeout,
        long maxBody,
        String file,
        String status) {

    /** Copies the methods. */
    public RouteRow {
        methods = List.copyOf(methods);
    }
}
