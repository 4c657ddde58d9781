package com.fincloud.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays a case against a gateway: the client's bytes, then the next request, and looks at what came through. */
final class CaseRunner {

    private final Target target;
    private final ScriptedBackend backend;

    CaseRunner(Target target, ScriptedBackend backend) {
        this.target = target;
        this.backend = backend;
    }

    void run(Case told) throws IOException {
        backend.expect(told);
        try (Peer client = connect()) {
            client.play(told.sends());
            for (Expectation expected : told.gets()) {
                check(expected, client.read(expected.isBodiless()));
            }
            if (told.closed()) {
                assertThat(client.isEnded())
                        .as("the gateway ends the connection")
                        .isTrue();
            } else {
                next(told, client);
            }
        }
        if (told.closed()) {
            try (Peer client = connect()) {
                next(told, client);
            }
        }
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> checkSeen(told));
    }

    private Peer connect() throws IOException {
        return new Peer(target.sockets().createSocket(target.host(), target.port()));
    }

    /** The next request is answered, and with its own answer. */
    private void next(Case told, Peer client) {
        String call = "GET " + target.clientPath() + "/" + told.id() + "/next";
        client.play(Script.sending(call + " HTTP/1.1\r\nHost: gateway.example\r\n" + target.headers() + "\r\n"));
        Message reply = client.read(false);
        assertThat(reply.status()).as("the next request's answer %s", reply).isEqualTo(200);
        assertThat(reply.values("X-Answers"))
                .containsExactly("GET " + target.backendPath() + "/" + told.id() + "/next");
        assertThat(reply.text()).isEqualTo("ok");
    }

    private void checkSeen(Case told) {
        List<Message> seen = backend.seen(told);
        String next = "GET " + target.backendPath() + "/" + told.id() + "/next";
        assertThat(seen.stream().map(Message::call).toList()).contains(next);
        seen.removeIf(request -> request.call().equals(next));
        boolean noneIsFine = told.seen().stream().allMatch(Expectation::isOptional);
        assertThat(seen)
                .as("requests at the backend")
                .hasSize(seen.isEmpty() && noneIsFine ? 0 : told.seen().size());
        assertThat(backend.strays()).as("requests of no case").isEmpty();
        for (int i = 0; i < seen.size(); i++) {
            Message request = seen.get(i);
            assertThat(told.seen().get(i).unmet(request, request.call()))
                    .as("request %s", request)
                    .isEmpty();
        }
    }

    private static void check(Expectation expected, Message reply) {
        List<String> unmet = new ArrayList<>(expected.unmet(reply, Integer.toString(reply.status())));
        if (reply.status() >= 200) {
            unmet.addAll(Decency.faults(reply, expected.isPassed()));
        }
        assertThat(unmet).as("answer %s", reply).isEmpty();
    }
}
