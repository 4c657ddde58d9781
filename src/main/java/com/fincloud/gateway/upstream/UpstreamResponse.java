package com.fincloud.gateway.upstream;

import com.fincloud.gateway.upstream.client.ConnectionLease;
import com.fincloud.gateway.upstream.instance.Instance;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * An upstream response with an unread body. It holds its connection until the body has been read, unless it is aborted earlier.
 *
 * @param head the head, with the body as its entity
 * @param instance where it comes from
 * @param lease the connection
 */
record UpstreamResponse(ClassicHttpResponse head, Instance instance, ConnectionLease lease) {

    int status() {
        return head.getCode();
    }

    /** The values of a field. */
    List<String> values(String name) {
        List<String> values = new ArrayList<>();
        head.headerIterator(name).forEachRemaining(field -> values.add(field.getValue()));
        return values;
    }

    /** Whether another instance, or the same one a little later, may do better. */
    boolean isBusy() {
        return status() >= 502 && status() <= 504;
    }

    /** Ends it, whether the body has been read or not. */
    void abort() {
        lease.abort();
    }
}
