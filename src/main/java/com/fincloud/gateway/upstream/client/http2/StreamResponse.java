package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.upstream.client.http2.field.Fields;
import com.fincloud.gateway.upstream.client.http2.field.ResponseHead;
import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import com.fincloud.gateway.upstream.client.limit.ResponseLimits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** A response as it arrives (RFC 9113 section 8.1): interim heads, a head, the body, trailers. The stream's lock guards it. */
final class StreamResponse {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final boolean isHead;
    private final ReceivedBytes body = new ReceivedBytes();
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private @Nullable ResponseHead head;
    private int interim;
    private long received;
    private boolean complete;

    /** Creates the response to a request; {@code isHead} tells that its method is HEAD. */
    StreamResponse(boolean isHead) {
        this.isHead = isHead;
    }

    /** The head; null before it has arrived. */
    @Nullable
    ResponseHead head() {
        return head;
    }

    /** Whether anything of the response has arrived. */
    boolean hasBegun() {
        return head != null || interim > 0;
    }

    boolean isComplete() {
        return complete;
    }

    void section(Fields fields, boolean endsStream) throws IOException {
        require(!complete, "fields behind the end");
        if (fields.fault() != null) {
            throw fields.fault();
        }
        if (head != null) {
            require(endsStream, "fields within the body");
            trailers(fields);
            complete();
            return;
        }
        ResponseHead next = ResponseHead.of(fields.list());
        if (next.isInterim()) {
            require(
                    !endsStream && next.status() != SWITCHING_PROTOCOLS && ++interim <= ResponseLimits.INTERIM_HEADS,
                    "no final head, but " + next.status());
            return;
        }
        require(
                !endsStream || next.length() <= 0 || !mayHaveBody(next.status()),
                "a body that is shorter than announced");
        head = next;
        complete = endsStream;
    }

    private void trailers(Fields fields) throws Http2Fault {
        ResponseHead.requireTrailers(fields.list());
        require(fields.list().size() <= ResponseLimits.TRAILERS, "more than " + ResponseLimits.TRAILERS + " trailers");
        for (Header field : fields.list()) {
            trailers.merge(field.getName(), field.getValue(), (one, two) -> one + ", " + two);
        }
    }

    void data(byte[] bytes, int offset, int count, int most, boolean endsStream) throws Http2Fault {
        ResponseHead begun = head;
        if (begun == null) {
            throw new Http2Fault(ErrorCode.PROTOCOL_ERROR, "The answer has a body without a head");
        }
        require(!complete, "a body behind the end");
        received += count;
        require(count == 0 || mayHaveBody(begun.status()), "a body that it must not have");
        require(begun.length() < 0 || received <= begun.length(), "a body that is longer than announced");
        if (count > 0) {
            body.add(bytes, offset, count, most);
        }
        if (endsStream) {
            complete();
        }
    }

    /** Whether a body may follow the head, which has arrived. */
    boolean mayHaveBody() {
        return head != null && mayHaveBody(head.status());
    }

    private boolean mayHaveBody(int status) {
        return !isHead && status != NO_CONTENT && status != NOT_MODIFIED;
    }

    private void complete() throws Http2Fault {
        require(
                head == null || !mayHaveBody(head.status()) || head.length() < 0 || received == head.length(),
                "a body that is shorter than announced");
        complete = true;
    }

    /** Bytes of the body that nobody has taken. */
    int available() {
        return body.size();
    }

    int take(byte[] target, int offset, int count) {
        return body.take(target, offset, count);
    }

    /** Nobody will take the rest. */
    void clear() {
        body.clear();
    }

    Map<String, String> trailers() {
        return trailers;
    }

    private static void require(boolean allowed, String otherwise) throws Http2Fault {
        if (!allowed) {
            throw new Http2Fault(ErrorCode.PROTOCOL_ERROR, "The answer has " + otherwise);
        }
    }
}
