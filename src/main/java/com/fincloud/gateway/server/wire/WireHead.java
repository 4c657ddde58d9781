package com.fincloud.gateway.server.wire;

import com.fincloud.gateway.http.HeadBudget;
import org.apache.coyote.Request;
import org.apache.tomcat.util.http.MimeHeaders;

/** Reads the parts of a request head besides its fields from Tomcat's objects, and the memory that the head takes. */
public final class WireHead {

    private WireHead() {}

    /**
     * Takes the memory of a request head beyond its free part from the budget.
     *
     * @return the bytes to return later; -1 if the budget does not have them
     */
    public static int take(Request request, HeadBudget budget) {
        MimeHeaders fields = request.getMimeHeaders();
        int bytes = request.requestURI().getLength() + request.queryString().getLength();
        for (int i = 0; i < fields.size(); i++) {
            bytes += fields.getName(i).getLength() + fields.getValue(i).getLength();
        }
        return budget.takeForRequest(fields.size(), bytes);
    }

    /** The address at the other end of the connection. */
    public static String peer(Request request) {
        return request.remoteAddr().isNull() ? "" : request.remoteAddr().toString();
    }

    /** {@code http} or {@code https}, as the client connected. */
    public static String scheme(Request request) {
        return request.scheme().isNull() ? "http" : request.scheme().toString();
    }

    /** The port that the client connected to. */
    public static int serverPort(Request request) {
        int port = request.getServerPort();
        return port > 0 ? port : "https".equals(scheme(request)) ? 443 : 80;
    }
}
