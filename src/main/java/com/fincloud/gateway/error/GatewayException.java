package com.fincloud.gateway.error;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A foreseen failure on a request's way: what to answer, and which headers go along. It carries no stack trace. */
public final class GatewayException extends RuntimeException {

    private final GatewayError error;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String reason = "";

    /** A failure whose sentence takes {@code arguments}. */
    public GatewayException(GatewayError error, Object... arguments) {
        this(error, null, arguments);
    }

    /** A failure with the cause that the log shall name. */
    public GatewayException(GatewayError error, @Nullable Throwable cause, Object... arguments) {
        super(error.sentence(arguments), cause, false, false);
        this.error = error;
    }

    /** Adds a header to the answer, for instance {@code Retry-After}. */
    public GatewayException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Adds what operators may know and clients may not: a word for logs and metrics. */
    public GatewayException because(String word) {
        reason = word;
        return this;
    }

    /** That word, empty when there is none. */
    public String reason() {
        return reason;
    }

    /** Which failure this is. */
    public GatewayError error() {
        return error;
    }

    /** The sentence that the client reads. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The headers that go with the answer, in the order in which they were added. */
    public Map<String, String> headers() {
        return headers;
    }
}
