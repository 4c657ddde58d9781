package com.fincloud.gateway.contract;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A gateway and its backend for the classes of one JVM that want the same variables and change nothing that lasts: no route file, no circuit,
 * no count that another class asserts. It ends with the JVM, because Surefire runs each class by itself and no store of JUnit's outlives one.
 */
final class SharedGateway implements BeforeEachCallback {

    private static final Map<Map<String, String>, SharedGateway> STARTED = new ConcurrentHashMap<>();

    private final RecordingBackend backend = new RecordingBackend();
    private final TestGateway gateway;

    private SharedGateway(Map<String, String> variables) {
        TestGateway.Builder builder = TestGateway.builder().backend(backend);
        variables.forEach(builder::with);
        gateway = builder.start();
    }

    /** The gateway as it is delivered, at one backend. */
    static SharedGateway asDelivered() {
        return with(Map.of());
    }

    /** The gateway with these variables, at one backend. */
    static SharedGateway with(Map<String, String> variables) {
        return STARTED.computeIfAbsent(Map.copyOf(variables), SharedGateway::new);
    }

    RecordingBackend backend() {
        return backend;
    }

    TestGateway gateway() {
        return gateway;
    }

    /** Each test finds a backend that has had no request. */
    @Override
    public void beforeEach(ExtensionContext context) {
        backend.forget();
    }
}
