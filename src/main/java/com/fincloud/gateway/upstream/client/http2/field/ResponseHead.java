package com.fincloud.gateway.upstream.client.http2.field;

import com.fincloud.gateway.http.header.HttpToken;
import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hc.core5.http.Header;

/**
 * A response head (RFC 9113 section 8.3.2).
 *
 * @param status three digits
 * @param fields the fields without the status
 * @param length the announced length of the body; -1 if there is none
 */
public record ResponseHead(int status, List<Header> fields, long length) {

    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private static final int MAX_LENGTH_DIGITS = 18;

    /** Checks a decoded section. */
    public static ResponseHead of(List<Header> section) throws Http2Fault {
        int status = 0;
        long length = -1;
        List<Header> fields = new ArrayList<>(section.size());
        for (Header field : section) {
            if (field.getName().startsWith(":")) {
                require(fields.isEmpty() && status == 0 && field.getName().equals(":status"), "a pseudo-header field");
                status = status(field.getValue());
                continue;
            }
            requireUsable(field);
            if (field.getName().equals("content-length")) {
                require(length < 0, "two lengths");
                length = length(field.getValue());
            }
            fields.add(field);
        }
        require(status != 0, "a head without a status");
        return new ResponseHead(status, fields, length);
    }

    /** Checks the fields behind a body. */
    public static void requireTrailers(List<Header> section) throws Http2Fault {
        for (Header field : section) {
            requireUsable(field);
        }
    }

    public boolean isInterim() {
        return status < 200;
    }

    private static void requireUsable(Header field) throws Http2Fault {
        String name = field.getName();
        boolean usable = HttpToken.matches(name) && !OF_CONNECTIONS.contains(name) && isValue(field.getValue());
        for (int i = 0; i < name.length() && usable; i++) {
            usable = name.charAt(i) < 'A' || name.charAt(i) > 'Z';
        }
        require(usable, "a field that HTTP/2 does not allow");
    }

    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                return false;
            }
        }
        return true;
    }

    private static int status(String text) throws Http2Fault {
        require(text.length() == 3 && isDigits(text) && text.charAt(0) != '0', "no status");
        return Integer.parseInt(text);
    }

    private static long length(String text) throws Http2Fault {
        require(!text.isEmpty() && text.length() <= MAX_LENGTH_DIGITS && isDigits(text), "no length");
        return Long.parseLong(text);
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static void require(boolean usable, String otherwise) throws Http2Fault {
        if (!usable) {
            throw new Http2Fault(ErrorCode.PROTOCOL_ERROR, "The answer has " + otherwise);
        }
    }
}
