package com.fincloud.gateway.server;

import com.fincloud.gateway.http.HeadBudget;
import org.apache.coyote.Request;
import org.apache.tomcat.util.http.MimeHeaders;

/** What a request's head in Tomcat's buffer says besides its fields, and what it weighs. */
final class WireHead {

    private WireHead() {}

    /**
     * Takes from the budget what a request's head weighs beyond its free part.
     *
     * @return bytes to be given back, -1 when they are not there
     */
    static int take(Request request, HeadBudget budget) {
        MimeHeaders fields = request.getMimeHeaders();
        int bytes = request.requestURI().getLength() + request.queryString().getLength();
        for (int i = 0; i < fields.size(); i++) {
            bytes += fields.getName(i).getLength() + fields.getValue(i).getLength();
        }
        return budget.takeForRequest(fields.size(), bytes);
    }

    /** The address at the other end of the connection. */
    static String peer(Request request) {
        return request.remoteAddr().isNull() ? "" : request.remoteAddr().toString();
    }

    /** {@code http} or {@code https}, as the client came in. */
    static String scheme(Request request) {
        return request.scheme().isNull() ? "http" : request.scheme().toString();
    }

    /** The port that the client called. */
    static int serverPort(Request request) {
        int port = request.getServerPort();
        return port > 0 ? port : "https".equals(scheme(request)) ? 443 : 80;
    }
}
