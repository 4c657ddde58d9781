package com.fincloud.gateway.server;

import com.fincloud.gateway.error.GatewayError;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request head that a different server could interpret differently (request smuggling). Tomcat accepts more than RFC 9112
 * requires: several blanks in the request line (section 3), a bare LF as line end (2.2), a length together with chunks (6.1), chunks over
 * HTTP/1.0 (6.1), and transfer codings with empty list members. A proxy in front of the gateway may interpret such a head differently.
 *
 * <p>The guard compares offsets in Tomcat's buffer: each line must begin where the previous line ended. So it also detects a line that
 * Tomcat has dropped, without a pass over all bytes. It detects folded lines (5.2) that hide a value or are empty. Tomcat joins other
 * folded lines with a blank, as the section allows.
 */
final class HeadGuard {

    private static final byte[] VERSION = {' ', 'H', 'T', 'T', 'P', '/', '1', '.'};
    private static final int MAX_PORT = 65_535;

    private HeadGuard() {}

    /** The fault of a head, found by Tomcat or by this guard; null if there is none. */
    static @Nullable GatewayError fault(Request request) {
        int refusedWith = request.getResponse().getStatus();
        if (request.protocol().equals("")) {
            return GatewayError.VERSION_NOT_SUPPORTED; // HTTP/0.9 has no headers to authenticate with
        }
        if (refusedWith >= 400) {
            return GatewayError.ofStatus(refusedWith);
        }
        MimeHeaders headers = request.getMimeHeaders();
        if (!isWellFramed(request, headers) || request.getServerPort() > MAX_PORT) {
            return GatewayError.MALFORMED_REQUEST;
        }
        int expect = headers.findHeader("expect", 0);
        return expect >= 0 && headers.findHeader("expect", expect + 1) >= 0 ? GatewayError.EXPECTATION_FAILED : null;
    }

    private static boolean isWellFramed(Request request, MimeHeaders headers) {
        int encoding = headers.findHeader("transfer-encoding", 0);
        if (encoding >= 0
                && (!request.protocol().equals("HTTP/1.1")
                        || headers.findHeader("transfer-encoding", encoding + 1) >= 0
                        || !headers.getValue(encoding).equalsIgnoreCase("chunked"))) {
            return false;
        }
        int at = endOfRequestLine(request);
        byte[] bytes = request.requestURI().getByteChunk().getBytes();
        for (int i = 0; i < headers.size() && at >= 0; i++) {
            ByteChunk name = headers.getName(i).getByteChunk();
            if (name.isNull()) {
                continue; // added by Tomcat: the host of an absolute target over HTTP/1.0
            }
            at = name.getStart() == at ? endOfLine(bytes, headers.getValue(i).getByteChunk()) : -1;
        }
        return at >= 0 && isLineEnd(bytes, at);
    }

    /**
     * The offset at which the first header line must begin; -1 if the request line does not have exactly one blank in each of its two gaps.
     */
    private static int endOfRequestLine(Request request) {
        ByteChunk path = request.requestURI().getByteChunk();
        byte[] bytes = path.getBytes();
        int blank = path.getStart() - 1;
        while (blank > 0 && bytes[blank] > ' ') {
            blank--; // Tomcat omits the scheme and the authority of an absolute target
        }
        if (blank < 1 || bytes[blank] != ' ' || bytes[blank - 1] <= ' ') {
            return -1;
        }
        int end = request.queryString().isNull()
                ? path.getEnd()
                : request.queryString().getByteChunk().getEnd();
        while (bytes[end] > ' ') {
            end++; // an absolute target without a path
        }
        for (byte expected : VERSION) {
            if (bytes[end++] != expected) {
                return -1;
            }
        }
        return isLineEnd(bytes, end + 1) ? end + 3 : -1;
    }

    /**
     * The offset at which the next line must begin. Tomcat has moved the value left to the colon, so old bytes of the value may follow it.
     */
    private static int endOfLine(byte[] bytes, ByteChunk value) {
        int at = value.getEnd();
        boolean folded = value.getLength() > 0 && bytes[value.getStart()] <= ' ' && bytes[value.getStart()] > 0;
        while (bytes[at] != '\n') {
            at++;
        }
        return !folded && at > value.getEnd() && bytes[at - 1] == '\r' ? at + 1 : -1;
    }

    private static boolean isLineEnd(byte[] bytes, int at) {
        return bytes[at] == '\r' && bytes[at + 1] == '\n';
    }
}
