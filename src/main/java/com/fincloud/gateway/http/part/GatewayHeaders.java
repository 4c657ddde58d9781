package com.fincloud.gateway.http.part;

import com.fincloud.gateway.http.header.HeaderMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;

/** The headers of a request that reach the backend, by case-insensitive name, and those that the gateway adds to the response. */
public final class GatewayHeaders {

    private final Map<String, Object> toBackend = new HeaderMap();
    private final Map<String, String> toClient = new LinkedHashMap<>();

    /** Has no header yet. */
    public GatewayHeaders() {}

    /** Sets a header of the message to the backend. It will not be echoed to the client. */
    public void toBackend(Message message, String name, Object value) {
        message.setHeader(name, value);
        toBackend.put(name, value);
    }

    /** Removes a header of the request from the message, so that neither the route nor the backend gets it. */
    public void remove(Message message, String name) {
        message.removeHeader(name);
        toBackend.remove(name);
    }

    /** The headers for the backend: those that the client sent, and those that the filters have set. */
    public Map<String, Object> toBackend() {
        return Collections.unmodifiableMap(toBackend);
    }

    /** Whether the backend gets this very value in a header of this name. */
    public boolean isToBackend(String name, Object value) {
        return toBackend.get(name) == value;
    }

    /**
     * Sets a header of the response, whether the gateway or a backend produces the response. It replaces a backend's header of that name.
     */
    public void toClient(String name, String value) {
        toClient.put(name, value);
    }

    /** The headers that the gateway adds to the response. */
    public Map<String, String> toClient() {
        return toClient;
    }
}
