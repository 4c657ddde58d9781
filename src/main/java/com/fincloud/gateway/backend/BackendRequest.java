package com.fincloud.gateway.backend;

import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to a backend, its head as the bytes that will be sent. HttpClient would keep headers as objects, look through
 * them for each header that it may have to add, and refuse an OPTIONS with a body and without a type.
 */
final class BackendRequest extends BasicClassicHttpRequest {

    private final StringBuilder head = new StringBuilder(768);

    /**
     * A request without a body.
     *
     * @param target path and query as they are sent
     * @param authority the value of {@code Host}
     */
    BackendRequest(String method, String target, String authority) {
        super(method, (String) null);
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ");
        head.append(authority).append("\r\n");
    }

    /** Adds a header line; a control character that would end it becomes a blank (RFC 9112 section 5.5). */
    void line(String name, String value) {
        head.append(name).append(": ");
        int start = head.length();
        head.append(value).append("\r\n");
        for (int i = head.length() - 3; i >= start; i--) {
            char c = head.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                head.setCharAt(i, ' ');
            }
        }
    }

    /** Sets the body, and says how long it is: a method that expects one gets told of none (RFC 9110 section 8.6). */
    void body(@Nullable HttpEntity body) {
        setEntity(body);
        if (body == null) {
            String method = getMethod();
            if (method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
                line("Content-Length", "0");
            }
        } else if (body.getContentLength() < 0) {
            line("Transfer-Encoding", "chunked");
        } else {
            line("Content-Length", Long.toString(body.getContentLength()));
        }
    }

    /** The head, to its empty line; each character is one byte, as it came. */
    byte[] head() {
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
