package com.fincloud.gateway.app;

import com.fincloud.gateway.failure.FailureView;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** {@code /actuator/failures} on the management port: the last requests that failed, and all that is known of one of them. */
@Endpoint(id = "failures")
final class FailuresEndpoint {

    private final FailureView view;

    FailuresEndpoint(FailureView view) {
        this.view = view;
    }

    /** The kept requests, the latest first. */
    @ReadOperation
    public Map<String, Object> failures() {
        return view.all();
    }

    /** The request with that id; 404 with the reason if it is not kept. */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> failure(@Selector String id) {
        Map<String, Object> found = view.of(id);
        return found == null ? new WebEndpointResponse<>(view.unknown(), 404) : new WebEndpointResponse<>(found);
    }
}
