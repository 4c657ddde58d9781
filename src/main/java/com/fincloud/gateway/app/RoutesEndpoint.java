package com.fincloud.gateway.app;

import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.RouteListing;
import com.fincloud.gateway.routefile.syntax.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/routes} on the management port: the serving routes, and the errors of rejected files. */
@Endpoint(id = "routes")
final class RoutesEndpoint {

    private final RouteListing listing;
    private final RouteFolder folder;

    RoutesEndpoint(RouteListing listing, RouteFolder folder) {
        this.listing = listing;
        this.folder = folder;
    }

    /** The current routes. */
    @ReadOperation
    public Map<String, Object> routes() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("routes", listing.rows());
        List<Map<String, Object>> rejected = new ArrayList<>();
        for (RouteFile file : folder.files()) {
            if (file.error() != null) {
                file.error().findings().forEach(finding -> rejected.add(describe(file, finding)));
            }
        }
        answer.put("rejected", rejected);
        return answer;
    }

    private static Map<String, Object> describe(RouteFile file, Finding finding) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("file", file.name());
        error.put("line", finding.line());
        error.put("column", finding.column());
        error.put("error", finding.reason());
        error.put("hint", finding.hint());
        return error;
    }
}
