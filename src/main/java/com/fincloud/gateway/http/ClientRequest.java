package com.fincloud.gateway.http;

import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.header.RequestFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's request as it was received. It is immutable, except that the body is a stream that can be read once.
 *
 * @param id value of {@code X-Request-ID}, a UUID
 * @param method the HTTP method as sent; empty if the bytes are not HTTP
 * @param path the path as sent, nothing decoded, without the query
 * @param shownPath the path for logs, traces and reports, with the masks of the settings
 * @param query the query as sent, without the question mark; null if there is none, empty if nothing follows the question mark
 * @param scheme {@code http} or {@code https}, as the client connected
 * @param serverPort the port that the client connected to
 * @param fields the header fields
 * @param address the peer and the client's address
 * @param body the body; null if the request has none
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

    /** The first value of a header field; null if the request does not have the field. */
    public @Nullable String header(String name) {
        return fields.first(name);
    }

    /** All values of a header field in the received order. */
    public List<String> headers(String name) {
        return fields.all(name);
    }

    /** The address of the connection's peer. */
    public String peer() {
        return address.peer();
    }

    /** The client's address: the peer, or the address that a trusted proxy has forwarded. */
    public String clientAddress() {
        return address.client();
    }

    /** Whether the connection comes from a trusted proxy. */
    public boolean fromTrustedProxy() {
        return address.trustedPeer();
    }

    /** The number of body bytes that were read. */
    public long receivedBytes() {
        return body == null ? 0 : body.received();
    }
}
