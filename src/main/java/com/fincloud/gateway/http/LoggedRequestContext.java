package com.fincloud.gateway.http;

import com.fincloud.gateway.http.header.SensitiveFields;
import com.fincloud.gateway.logging.LoggedRequest;
import com.fincloud.gateway.logging.Masking;
import com.fincloud.gateway.settings.value.MaskedPaths;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log needs to know about a request. The values of its sensitive fields are read only when a line is written that could show them.
 */
public final class LoggedRequestContext implements LoggedRequest {

    private final RequestContext context;
    private @Nullable List<String> secrets;

    public LoggedRequestContext(RequestContext context) {
        this.context = context;
    }

    /** Creates it for a line that a different thread writes. That thread must not read the request itself. */
    public LoggedRequestContext(RequestContext context, List<String> fields) {
        this.context = context;
        this.secrets = secrets(context, fields);
    }

    @Override
    public String requestId() {
        return context.request().id();
    }

    @Override
    public @Nullable String routeId() {
        String id = context.route().routeId();
        return id.isEmpty() ? null : id;
    }

    @Override
    public List<String> secrets() {
        List<String> found = secrets;
        if (found == null) {
            found = secrets(context, SensitiveFields.of(context.request().fields()));
            secrets = found;
        }
        return found;
    }

    private static List<String> secrets(RequestContext context, List<String> fields) {
        List<String> values = new ArrayList<>(fields);
        String query = context.request().query();
        if (query != null) {
            values.add(query);
            context.parameters().sent().values().forEach(values::addAll); // a route may log them decoded
        }
        String shown = context.request().shownPath();
        if (shown.endsWith(MaskedPaths.MASK)) {
            values.add(
                    context.request().path().substring(context.request().path().lastIndexOf('/') + 1));
        }
        return Masking.parts(values);
    }
}
