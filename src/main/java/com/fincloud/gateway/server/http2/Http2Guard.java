package com.fincloud.gateway.server.http2;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.server.wire.Latin1;
import org.apache.coyote.Request;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request over HTTP/2 that is more than the server takes, or that could be read differently behind it. Frames, pseudo-header
 * fields, connection-specific fields and the characters of values are checked by Tomcat, which resets the stream (RFC 9113 section 8.1.1).
 */
public final class Http2Guard {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_LENGTH_DIGITS = 18; // the digits that a long can hold

    private Http2Guard() {}

    /** The fault of a head, found by Tomcat or by this guard; null if there is none. */
    public static @Nullable GatewayError fault(Request request, int maxHeadBytes) {
        int refusedWith = request.getResponse().getStatus();
        if (refusedWith >= 400) {
            return GatewayError.ofStatus(refusedWith);
        }
        MimeHeaders headers = request.getMimeHeaders();
        long bytes =
                (long) request.requestURI().getLength() + request.queryString().getLength();
        if (bytes > maxHeadBytes) {
            return GatewayError.URI_TOO_LONG;
        }
        for (int i = 0; i < headers.size(); i++) {
            bytes += (long) headers.getName(i).getLength() + headers.getValue(i).getLength();
        }
        if (bytes > maxHeadBytes || headers.size() > GatewayHttp2Protocol.MAX_FIELDS) {
            return GatewayError.HEADERS_TOO_LARGE;
        }
        if (!hasClearLength(headers) || request.getServerPort() > MAX_PORT) {
            return GatewayError.MALFORMED_REQUEST;
        }
        int expect = headers.findHeader("expect", 0);
        boolean understood = expect < 0 || headers.getValue(expect).equalsIgnoreCase("100-continue");
        return understood && isAlone(headers, "expect", expect) ? null : GatewayError.EXPECTATION_FAILED;
    }

    private static boolean hasClearLength(MimeHeaders headers) {
        int at = headers.findHeader("content-length", 0);
        if (at < 0) {
            return true;
        }
        String digits = Latin1.text(headers.getValue(at));
        return isAlone(headers, "content-length", at)
                && !digits.isEmpty()
                && digits.length() <= MAX_LENGTH_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isAlone(MimeHeaders headers, String name, int at) {
        return at < 0 || headers.findHeader(name, at + 1) < 0;
    }
}
