package com.fincloud.gateway.routefile;

import java.util.List;

/**
 * A route as an operator reads it.
 *
 * @param id the id that everybody knows
 * @param path public path, with {@code /**} when what is below it is served too; what the route begins with when it serves no HTTP
 * @param methods the methods served, empty when the route serves no HTTP
 * @param service name of the backend service, empty for none
 * @param access {@code public}, {@code token}, or the roles of which a caller needs one
 * @param limits the route's own limits, empty for the gateway's
 * @param timeout seconds for a backend call, empty for a plain route
 * @param maxBody the largest request body in bytes
 * @param file the file's name, empty for the gateway's own routes
 * @param status {@code serving}, or {@code previous version} when the file as it is now is rejected
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
