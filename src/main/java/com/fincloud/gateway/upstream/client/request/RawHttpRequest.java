package com.fincloud.gateway.upstream.client.request;

import com.fincloud.gateway.http.HttpMethods;
import com.fincloud.gateway.http.header.HttpToken;
import com.fincloud.gateway.upstream.client.http2.field.FieldEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.SessionOutputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * An upstream request whose head is stored as the bytes to send. HttpClient would store headers as objects, search them for each header
 * that it may have to add, and refuse an OPTIONS with a body and without a content type.
 */
public final class RawHttpRequest extends BasicClassicHttpRequest {

    private static final int USUAL_BYTES = 1024;
    private static final byte[] WRITTEN = {};
    private static final List<String> OF_CONNECTION = List.of("host", "connection", "transfer-encoding");

    private byte[] head = new byte[USUAL_BYTES];
    private int length;
    private boolean upgrade;
    private boolean trailers;
    private final String authority;

    /**
     * Creates a request without a body.
     *
     * @param target path and query as they are sent
     * @param authority the value of {@code Host}
     * @throws IllegalArgumentException when the method is no token
     */
    public RawHttpRequest(String method, String target, String authority) {
        super(method, (String) null);
        if (!HttpToken.matches(method)) {
            throw new IllegalArgumentException("A method that is no token");
        }
        this.authority = authority;
        append(method);
        append(" ");
        append(target);
        append(" HTTP/1.1\r\n");
        line("Host", authority);
    }

    /**
     * Adds a header line. A control character that would end it becomes a blank (RFC 9112 section 5.5); a line whose name is no token is
     * left out, for servers read such names differently.
     */
    public void line(String name, String value) {
        if (!HttpToken.matches(name)) {
            return;
        }
        append(name);
        append(": ");
        int start = length;
        append(value);
        for (int i = start; i < length; i++) {
            if (head[i] == '\r' || head[i] == '\n' || head[i] == 0) {
                head[i] = ' ';
            }
        }
        append("\r\n");
    }

    /** Appends each character as one byte, as it was received. */
    private void append(String text) {
        int end = length + text.length();
        if (end > head.length) {
            head = Arrays.copyOf(head, Math.max(end, 2 * head.length));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            head[length++] = (byte) (c > 0xff ? '?' : c);
        }
    }

    /** Sets the body and its length. For a method that usually has a body, a missing body is sent as length 0 (RFC 9110 section 8.6). */
    public void body(@Nullable HttpEntity body) {
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

    /** Takes the body of {@code earlier}, of which at most the first piece has been read. */
    public void takeBodyOf(RawHttpRequest earlier) {
        setEntity(earlier.getEntity());
    }

    /** Takes over the first piece of the body that {@code earlier} has read and not sent. */
    public void continueBodyOf(RawHttpRequest earlier) {
        if (getEntity() instanceof UploadEntity body && earlier.getEntity() instanceof UploadEntity begun) {
            body.continueOf(begun);
        }
    }

    /** Whether the request may be sent again after a part of it has been sent (RFC 9110 section 9.2.2). */
    public boolean isRepeatable() {
        return HttpMethods.IDEMPOTENT.contains(getMethod()) && isBodyKept();
    }

    /** Whether the body can still be sent from its beginning. */
    public boolean isBodyUnsent() {
        return isBodyKept() || (getEntity() instanceof UploadEntity upload && upload.isUnsent());
    }

    /** Whether there is no body, or one that can be sent as often as necessary. */
    public boolean isBodyKept() {
        HttpEntity body = getEntity();
        return body == null || body.getContentLength() == 0 || body.isRepeatable();
    }

    /** Allows the response 101 (RFC 9110 section 15.2.2). The fields of the upgrade are lines of the request. */
    public void allowUpgrade() {
        upgrade = true;
    }

    public boolean isUpgrade() {
        return upgrade;
    }

    /** The client takes trailer fields, which an HTTP/2 backend is told (RFC 9113 section 8.2.2). */
    public void takeTrailers() {
        trailers = true;
    }

    public boolean takesTrailers() {
        return trailers;
    }

    /** The head for HTTP/2, without the fields of an HTTP/1.1 connection. Releases its memory. */
    public FieldEncoder http2Head(boolean secure) {
        byte[] from = head;
        int at = indexOf((byte) '\n', 0) + 1;
        FieldEncoder fields = new FieldEncoder();
        fields.request(getMethod(), secure, authority, from, getMethod().length() + 1, at - " HTTP/1.1\r\n".length());
        while (at < length) {
            int colon = indexOf((byte) ':', at);
            int end = indexOf((byte) '\n', colon);
            if (!isOfConnection(from, at, colon - at)) {
                fields.field(from, at, colon, colon + 2, end - 1);
            }
            at = end + 1;
        }
        if (trailers) {
            fields.field("te", "trailers");
        }
        head = WRITTEN;
        length = 0;
        return fields;
    }

    private int indexOf(byte b, int from) {
        int at = from;
        while (head[at] != b) {
            at++;
        }
        return at;
    }

    private static boolean isOfConnection(byte[] line, int from, int count) {
        for (String name : OF_CONNECTION) {
            if (FieldEncoder.is(name, line, from, count)) {
                return true;
            }
        }
        return false;
    }

    /** Writes the head including its empty line, and releases its memory while the gateway waits for the response. */
    public void writeHead(SessionOutputBuffer buffer, OutputStream out) throws IOException {
        append("\r\n");
        buffer.write(head, 0, length, out);
        head = WRITTEN;
        length = 0;
    }
}
