package com.fincloud.gateway.contract;

import com.fincloud.gateway.auth.TestJwk;
import com.fincloud.gateway.auth.TestSigner;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** An issuer that signs with ES256 and publishes its keys; it answers whatever a test puts under {@link #PATH}. */
final class TestIssuer implements AutoCloseable {

    static final String PATH = "/.well-known/jwks.json";

    private final Clock clock;
    private final RecordingBackend server;
    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();

    TestIssuer(Clock clock) {
        this.clock = clock;
        this.server = new RecordingBackend();
    }

    /** The server behind it, to answer otherwise. */
    RecordingBackend server() {
        return server;
    }

    /** Where the keys are. */
    String url() {
        return server.url() + PATH;
    }

    /** How often the keys were asked for. */
    int fetches() {
        return (int) server.requests().stream()
                .filter(request -> request.target().equals(PATH))
                .count();
    }

    /** The set of these keys; a key is made when its id comes for the first time. */
    String set(String... ids) {
        return Arrays.stream(ids)
                .map(id -> TestJwk.of(id, keys(id).getPublic()).toString())
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** Publishes these keys and no others. */
    TestIssuer publish(String... ids) {
        server.on(PATH, 200, "Content-Type: application/jwk-set+json\n", set(ids));
        return this;
    }

    /** Forgets a key, so that the next one of its id is another. */
    void forget(String id) {
        keys.remove(id);
    }

    private KeyPair keys(String id) {
        return keys.computeIfAbsent(id, missing -> TestSigner.ec("secp256r1"));
    }

    /** An {@code Authorization} header with a good token of {@code userId}, signed with the key of that id. */
    String bearer(String id, int userId) {
        return bearer(id, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"" + id + "\"}", userId);
    }

    /** The same with a header of its own. */
    String bearer(String id, String header, int userId) {
        String claims = "{\"sub\":\"" + userId + "\",\"type\":\"access\",\"exp\":"
                + (clock.instant().getEpochSecond() + 3600) + "}";
        return "Authorization: Bearer " + Tokens.sign(header, claims, TestSigner.of("ES256", keys(id).getPrivate()));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
