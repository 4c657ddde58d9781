package com.fincloud.gateway.failure;

import com.fincloud.gateway.routefile.RouteFile;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The failed requests as JSON. Only the management port may send it, because it names instances and users. */
public final class FailureView {

    private static final String KEPT_FOR =
            "This instance keeps the last " + RecentFailures.KEPT + " failed and the last "
                    + RecentFailures.KEPT
                    + " refused requests of callers with a valid token. For other callers it keeps the same numbers."
                    + " They are gone after a restart. A 4xx response of a service is not kept. The log has every request.";

    private final RecentFailures failures;
    private final RouteFolder folder;
    private final Path directory;
    private final Clock clock;

    /** Creates the view of {@code failures}, whose routes come from the files of {@code folder} in {@code directory}. */
    public FailureView(RecentFailures failures, RouteFolder folder, Path directory, Clock clock) {
        this.failures = failures;
        this.folder = folder;
        this.directory = directory;
        this.clock = clock;
    }

    /** All kept requests in short form, the latest first. */
    public Map<String, Object> all() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("failures", failures.all().stream().map(this::brief).toList());
        answer.put("kept", KEPT_FOR);
        return answer;
    }

    /** The latest requests in short form: at most {@code most} that failed, and at most {@code most} that were refused. */
    public Map<String, Object> latest(int most) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "failed",
                failures.failed().stream().limit(most).map(this::brief).toList());
        answer.put(
                "refused",
                failures.refused().stream().limit(most).map(this::brief).toList());
        answer.put("kept", KEPT_FOR);
        return answer;
    }

    /** The kept requests with that id, with every detail; null if there is none. */
    public @Nullable Map<String, Object> of(String id) {
        List<FailedRequest> found = failures.of(id);
        return found.isEmpty()
                ? null
                : Map.of("failures", found.stream().map(this::whole).toList());
    }

    /** The sentence for an id that is not kept. */
    public Map<String, Object> unknown() {
        return Map.of("detail", "No failed request with this id is kept. " + KEPT_FOR);
    }

    private Map<String, Object> brief(FailedRequest request) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("request_id", request.id());
        shown.put("at", request.at().toString());
        shown.put(
                "seconds_ago",
                Math.max(0, Duration.between(request.at(), clock.instant()).toSeconds()));
        shown.put("method", request.method());
        shown.put("path", request.path());
        shown.put("status", request.status());
        shown.put("error", request.error());
        shown.put("error_type", request.errorType());
        shown.put("reason", orNull(request.reason()));
        shown.put("service", orNull(request.service()));
        shown.put("route_id", orNull(request.routeId()));
        shown.put("stage", request.stage());
        return shown;
    }

    private Map<String, Object> whole(FailedRequest request) {
        Map<String, Object> shown = brief(request);
        shown.put("filters_passed", request.filtersPassed());
        shown.put("advice", FailureAdvice.of(request));
        shown.put("roles_asked", orNull(request.rolesAsked()));
        shown.put("roles_of_caller", orNull(request.rolesOfCaller()));
        shown.put("user_id", request.userId());
        shown.put("client_ip", request.clientAddress());
        shown.put("route_path", orNull(request.routePath()));
        RouteFile file = file(request.routeId());
        shown.put("file", file == null ? null : file.name());
        shown.put("line", file == null ? null : line(file, request.routeId()));
        boolean own = file == null && request.routeId().startsWith("gateway-"); // their steps tell a reader nothing
        shown.put("step", own ? null : orNull(request.step()));
        shown.put("step_source", own ? null : orNull(source(request.stepSource())));
        shown.put("exception", orNull(request.exception()));
        shown.put("circuits", request.circuits());
        shown.put("calls", request.calls().stream().map(FailureView::call).toList());
        shown.put("times", TimeLine.of(request));
        return shown;
    }

    private static Map<String, Object> call(FailedCall call) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("service", call.service());
        shown.put("instance", call.instance());
        shown.put("result", call.result() == null ? "in flight" : call.result());
        shown.put("status", call.status() == 0 ? null : call.status());
        shown.put("began_ms", call.beganMillis());
        shown.put("connected_ms", call.connectedMillis() == 0 ? null : call.connectedMillis());
        shown.put("ended_ms", call.result() == null ? null : call.endedMillis());
        return shown;
    }

    /** The file and line of a step. Camel knows the file without its ending. */
    private String source(String source) {
        int colon = source.lastIndexOf(':');
        String base = colon < 0 ? source : source.substring(0, colon);
        for (RouteFile file : folder.files()) {
            if (file.name().startsWith(base + ".")) {
                return file.name() + source.substring(base.length());
            }
        }
        return source;
    }

    private @Nullable RouteFile file(String routeId) {
        for (RouteFile file : folder.files()) {
            if (file.routes().contains(routeId)) {
                return file;
            }
        }
        return null;
    }

    /** The line of the route in the file as it is now; null if it is not there. */
    private @Nullable Integer line(RouteFile file, String routeId) {
        try {
            RouteFileContents contents = RouteFileContents.of(RouteFileText.read(directory.resolve(file.name())));
            int place = contents.placeOf(routeId);
            return place < 0 ? null : contents.file().line(place);
        } catch (RouteFileException e) {
            return null; // the last good version serves
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
