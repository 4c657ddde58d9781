package com.fincloud.gateway.error;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A foreseen failure of a request: the error response and its headers. It has no stack trace. */
public final class GatewayException extends RuntimeException {

    private final GatewayError error;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String reason = "";
    private String subject = "";

    /** Creates a failure with the arguments of its sentence. */
    public GatewayException(GatewayError error, Object... arguments) {
        this(error, null, arguments);
    }

    /** Creates a failure with a cause for the log. */
    public GatewayException(GatewayError error, @Nullable Throwable cause, Object... arguments) {
        super(error.sentence(arguments), cause, false, false);
        this.error = error;
    }

    /** Adds a header to the response, for instance {@code Retry-After}. */
    public GatewayException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Adds a reason for logs and metrics, which clients do not see. */
    public GatewayException because(String word) {
        reason = word;
        return this;
    }

    /** Adds what the reason is about, for logs: the name of a claim, never its value. */
    public GatewayException about(String name) {
        subject = name;
        return this;
    }

    /** The reason for metrics, in a word; empty if there is none. */
    public String reason() {
        return reason;
    }

    /** The reason for logs, with what it is about, as in {@code claim: role}; empty if there is none. */
    public String explanation() {
        return subject.isEmpty() ? reason : reason + ": " + subject;
    }

    /** The kind of failure. */
    public GatewayError error() {
        return error;
    }

    /** The sentence for the client. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The headers for the response, in the order in which they were added. */
    public Map<String, String> headers() {
        return headers;
    }
}
