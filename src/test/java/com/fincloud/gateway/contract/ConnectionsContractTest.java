package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** One client's connections are bounded, and its idle ones are the first to go. */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionsContractTest {

    private static final int MOST = 20;

    private final Deque<Socket> sockets = new ArrayDeque<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private RecordingBackend backend;

    @SuppressWarnings("NullAway.Init") // each test starts its own
    private TestGateway gateway;

    @BeforeEach
    void start() {
        backend = new RecordingBackend();
        backend.on("/open/hang", (request, socket, out) -> {
            hanging.await();
            out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 0\n\n"));
        });
    }

    private void gateway(String trusted) {
        gateway = TestGateway.builder()
                .backend(backend)
                .routes(java.util.Map.of(
                        "open.xml",
                        """
                        <templatedRoutes xmlns="http://camel.apache.org/schema/xml-io">
                          <templatedRoute routeTemplateRef="backend" routeId="open">
                            <parameter name="path" value="/open"/>
                            <parameter name="service" value="budget"/>
                            <parameter name="url" value="%s"/>
                          </templatedRoute>
                        </templatedRoutes>"""
                                .formatted(backend.url())))
                .with("PUBLIC_PATHS", "/open/**,/health")
                .with("TRUSTED_PROXIES", trusted)
                .with("MAX_CONNECTIONS_PER_ADDRESS", Integer.toString(MOST))
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        hanging.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        gateway.close();
        backend.close();
    }

    @SuppressWarnings("AddressSelection") // the names are addresses
    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The status of the next answer, which has a short body, -1 when the connection is closed instead. */
    private static int status(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            int b;
            while ((b = in.read()) >= 0) {
                head.append((char) b);
                if (head.indexOf("\r\n\r\n") >= 0) {
                    int at = head.indexOf("Content-Length: ");
                    int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
                    in.readNBytes(length);
                    return Integer.parseInt(head.substring(9, 12));
                }
            }
            return -1;
        } catch (SocketException e) {
            return -1;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int ask(Socket socket, String path) throws IOException {
        try {
            send(socket, path);
        } catch (SocketException e) {
            return -1;
        }
        return status(socket);
    }

    @Test
    void aClientWithTooManyLosesItsOldestIdleOneAndNobodyElses() throws IOException {
        gateway("");
        Socket other = connect("127.0.0.2");
        assertThat(ask(other, "/health")).isEqualTo(200);
        List<Socket> own = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            own.add(connect("127.0.0.1"));
            assertThat(ask(own.get(i), "/health")).isEqualTo(200);
        }

        for (int i = 0; i < MOST; i++) {
            assertThat(ask(connect("127.0.0.1"), "/health")).isEqualTo(200);
        }

        assertThat(ask(own.get(0), "/health")).isEqualTo(-1);
        assertThat(ask(other, "/health")).isEqualTo(200);
    }

    @Test
    void connectionsThatNeverSayAnythingAreIdle() throws IOException {
        gateway("");
        for (int i = 0; i < 3 * MOST; i++) {
            connect("127.0.0.1");
        }

        assertThat(ask(connect("127.0.0.1"), "/health")).isEqualTo(200);
        assertThat(ask(connect("127.0.0.2"), "/health")).isEqualTo(200);
    }

    @Test
    void oneWithAllInUseGetsNoFurtherOneUntilOneIsFree(CapturedOutput output) throws IOException {
        gateway("");
        Deque<Socket> used = new ArrayDeque<>();
        for (int i = 0; i < MOST; i++) {
            used.add(connect("127.0.0.1"));
            send(used.getLast(), "/open/hang");
        }
        await().until(() -> backend.requests().size() == MOST);

        assertThat(ask(connect("127.0.0.1"), "/health")).isEqualTo(-1);
        assertThat(output.getOut())
                .contains("\"event\":\"Connection refused\"")
                .contains("\"client_ip\":\"127.0.0.1\"");
        assertThat(ask(connect("127.0.0.2"), "/health")).isEqualTo(200);

        hanging.countDown();
        for (Socket socket : used) {
            assertThat(status(socket)).as("what was in use is answered").isEqualTo(200);
        }
        await().untilAsserted(
                        () -> assertThat(ask(connect("127.0.0.1"), "/health")).isEqualTo(200));
        used.getFirst().close();
    }

    @Test
    void connectionsThatAreClosedDoNotCount() throws IOException {
        gateway("");
        for (int i = 0; i < 5 * MOST; i++) {
            Socket socket = connect("127.0.0.1");
            assertThat(ask(socket, "/health")).isEqualTo(200);
            socket.close();
        }
        for (int i = 0; i < MOST; i++) {
            send(connect("127.0.0.1"), "/open/hang");
        }
        await().until(() -> backend.requests().size() == MOST);
    }

    @Test
    void aTrustedProxyHasAsManyAsItNeeds() throws IOException {
        gateway("127.0.0.1");
        for (int i = 0; i < 2 * MOST; i++) {
            send(connect("127.0.0.1"), "/open/hang");
        }
        await().until(() -> backend.requests().size() == 2 * MOST);

        assertThat(ask(connect("127.0.0.1"), "/health")).isEqualTo(200);
    }
}
