package com.fincloud.gateway.server;

import com.fincloud.gateway.error.GatewayError;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request's head that another server could read differently. Tomcat makes sense of more than RFC 9112 asks for: several
 * blanks in the request line (section 3), a bare LF as line end (2.2), a length beside chunks (6.1), chunks over HTTP/1.0 (6.1) and
 * lists with empty members as encoding. Whoever stands in front of this gateway may make other sense of them.
 *
 * <p>It looks at Tomcat's buffer around what Tomcat found there: each line must begin where the one before it ended. So it finds
 * also that Tomcat has dropped a line, and costs no pass over the bytes. Of folded lines (5.2) it finds those that hide a value or
 * nothing; Tomcat has joined the others with a blank, as the section allows.
 */
final class HeadGuard {

    private static final byte[] VERSION = {' ', 'H', 'T', 'T', 'P', '/', '1', '.'};
    private static final int MAX_PORT = 65_535;

    private HeadGuard() {}

    /** What is wrong with a head, by Tomcat's judgement or by this one; null when nothing is. */
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
                continue; // Tomcat's own: the host of an absolute target over HTTP/1.0
            }
            at = name.getStart() == at ? endOfLine(bytes, headers.getValue(i).getByteChunk()) : -1;
        }
        return at >= 0 && isLineEnd(bytes, at);
    }

    /** Where the first header line must begin, -1 when one of the two blanks is not one blank. */
    private static int endOfRequestLine(Request request) {
        ByteChunk path = request.requestURI().getByteChunk();
        byte[] bytes = path.getBytes();
        int blank = path.getStart() - 1;
        while (blank > 0 && bytes[blank] > ' ') {
            blank--; // Tomcat leaves scheme and authority of an absolute target out
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

    /** Where the next line must begin; Tomcat has moved the value left to the colon, so what follows is a rest of it. */
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
