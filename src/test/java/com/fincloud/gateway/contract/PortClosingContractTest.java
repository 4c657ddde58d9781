package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract 11.1 for clients that do not ask for readiness: until a connection is refused, each request is answered. */
class PortClosingContractTest {

    private static final int CLIENTS = 40;

    private RecordingBackend backend;
    private TestGateway gateway;
    private int port;

    @BeforeEach
    void start() {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("SHUTDOWN_DELAY", "1")
                .start();
        port = gateway.port();
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
    }

    @Test
    void aConnectionIsRefusedOrItsRequestIsAnswered() throws Exception {
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger answered = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(() -> callUntilRefused(wrong, answered));
            clients.add(client);
            client.start();
        }
        await().until(() -> answered.get() > 3 * CLIENTS);

        gateway.close();

        for (Thread client : clients) {
            client.join();
        }
        // A handshake under way in the instant in which the port closes is reset: no more than that one.
        assertThat(wrong).hasSizeLessThanOrEqualTo(1).allMatch(what -> what.contains("reset"));
        assertThat(backend.requests()).hasSize(answered.get());
    }

    private void callUntilRefused(Queue<String> wrong, AtomicInteger answered) {
        while (true) {
            try {
                Http.Reply reply = Http.send(port, "POST", "/api/v1/budget/x", new byte[100], Tokens.bearer());
                if (reply.status() != 200 || !reply.text().equals("ok")) {
                    wrong.add(reply.head());
                }
                answered.incrementAndGet();
            } catch (ConnectException e) {
                return;
            } catch (IOException e) {
                wrong.add(e.toString());
                return;
            }
        }
    }

    @Test
    void aRequestOverAnOpenConnectionIsAnsweredAfterThePortHasClosed() throws Exception {
        try (Http open = new Http(port)) {
            open.exchange("GET", "/api/v1/budget/x", null, Tokens.bearer());
            Thread end = new Thread(gateway::close);
            end.start();
            await().until(() -> isRefused());

            Http.Reply late = open.exchange("GET", "/api/v1/budget/x", null, Tokens.bearer());

            assertThat(late.status()).isEqualTo(200);
            assertThat(late.value("Connection")).isEqualTo("close");
            end.join();
        }
    }

    private boolean isRefused() throws IOException {
        try (Http http = new Http(port)) {
            return !http.socket().isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }
}
