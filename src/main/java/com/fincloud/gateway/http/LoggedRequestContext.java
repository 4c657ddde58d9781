package com.fincloud.gateway.http;

import com.fincloud.gateway.http.header.SensitiveFields;
import com.fincloud.gateway.logging.LoggedRequest;
import com.fincloud.gateway.logging.Masking;
import com.fincloud.gateway.settings.MaskedPaths;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the log needs to know of a call; its secrets are looked for when a line is written that could show them. */
public final class LoggedRequestContext implements LoggedRequest {

    private final RequestContext call;
    private @Nullable List<String> secrets;

    public LoggedRequestContext(RequestContext call) {
        this.call = call;
    }

    /** A call of which another thread writes, which must not read the request itself. */
    public LoggedRequestContext(RequestContext call, List<String> fields) {
        this.call = call;
        this.secrets = secrets(call, fields);
    }

    @Override
    public String requestId() {
        return call.request().id();
    }

    @Override
    public @Nullable String routeId() {
        String id = call.route().routeId();
        return id.isEmpty() ? null : id;
    }

    @Override
    public List<String> secrets() {
        List<String> found = secrets;
        if (found == null) {
            found = secrets(call, SensitiveFields.of(call.request().fields()));
            secrets = found;
        }
        return found;
    }

    private static List<String> secrets(RequestContext call, List<String> fields) {
        List<String> values = new ArrayList<>(fields);
        String query = call.request().query();
        if (query != null) {
            values.add(query);
        }
        String shown = call.request().shownPath();
        if (shown.endsWith(MaskedPaths.MASK)) {
            values.add(call.request().path().substring(call.request().path().lastIndexOf('/') + 1));
        }
        return Masking.parts(values);
    }
}
