package com.fincloud.gateway.http;

import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.header.RequestFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's request as it came over the wire. It never changes; the body alone is a stream that is read once.
 *
 * @param id value of {@code X-Request-ID}, a UUID
 * @param method the HTTP method as sent, empty where what came is no HTTP
 * @param path the path as sent, nothing decoded, without the query
 * @param shownPath the path as a log, a trace or a report may show it: without what a setting masks
 * @param query the query as sent, without the question mark; null when there is none, empty when only the mark is there
 * @param scheme {@code http} or {@code https}, as the client came in
 * @param serverPort the port that the client called
 * @param fields the header fields
 * @param address where the request comes from
 * @param body the body, null when the request has none
 */
public record ClientRequest(
        String id,
        String method,
        String path,
        String shownPath,
        @Nullable String query,
        String scheme,
        int serverPort,
        RequestFields fields,
        ClientAddress.Found address,
        @Nullable RequestBody body) {

    /** The first value of a header field, or null. */
    public @Nullable String header(String name) {
        return fields.first(name);
    }

    /** All values of a header field in the order of the wire. */
    public List<String> headers(String name) {
        return fields.all(name);
    }

    /** The address at the other end of the connection. */
    public String peer() {
        return address.peer();
    }

    /** The client's address: the peer, or what a trusted proxy says of the client. */
    public String clientAddress() {
        return address.client();
    }

    /** Whether the connection comes from a trusted proxy. */
    public boolean fromTrustedProxy() {
        return address.trustedPeer();
    }

    /** Bytes of the body that were read. */
    public long receivedBytes() {
        return body == null ? 0 : body.received();
    }
}
