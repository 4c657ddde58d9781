package com.fincloud.gateway.server.management;

import com.fincloud.gateway.settings.value.HostNames;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request to the management port with a foreign name in {@code Host} (DNS rebinding). Otherwise a page in an operator's browser,
 * whose site resolves to this address, could read everything here. A request without {@code Host} is accepted: it is a probe over HTTP/1.0,
 * and browsers always send the field.
 */
final class ManagementHost extends ValveBase {

    private static final String REFUSAL =
            "{\"detail\":\"This host name is not served here: add it to MANAGEMENT_HOSTS\"}";

    private final HostNames names;

    ManagementHost(HostNames names) {
        super(true);
        this.names = names;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        @Nullable String host = request.getHeader("host");
        if (host == null || names.accept(host)) {
            getNext().invoke(request, response);
            return;
        }
        response.setStatus(403);
        response.setContentType("application/json");
        response.getWriter().write(REFUSAL);
        response.finishResponse();
    }
}
