package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a heap of 256 MB, HTTP/2, and more idle connections than there is room for. */
@Tag("chaos")
class FullGatewayTest {

    /** Room for so many with this heap. */
    private static final int ROOM = 2730;

    private final Path folder;
    private final List<Socket> held = new ArrayList<>();
    private final List<Http2Client> frameClients = new ArrayList<>();
    private SSLContext tls;
    private SmallGateway small;
    private GatewayProcess gateway;

    FullGatewayTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        TestAuthority authority = new TestAuthority("Test CA");
        authority.issue("gateway", "localhost").writeTo(folder);
        tls = TestCertificate.context(authority, null);
        small = new SmallGateway(
                folder,
                Map.of(
                        "TLS_CERTIFICATE", folder.resolve("tls.crt").toString(),
                        "TLS_PRIVATE_KEY", folder.resolve("tls.key").toString()));
        gateway = small.process().awaitReady(tls);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
        for (Http2Client client : frameClients) {
            client.close();
        }
        small.close();
    }

    @SuppressWarnings("AddressSelection") // the names are addresses
    private Socket connect(int client) throws IOException {
        Socket socket = new Socket(
                InetAddress.getByName("127.0.0.1"), gateway.port(), InetAddress.getByName("127.0.0." + client), 0);
        held.add(socket);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private SSLSocket handshake(int client, String protocol) throws IOException {
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(connect(client), "localhost", gateway.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void isServed(int client) throws IOException {
        SSLSocket socket = handshake(client, "http/1.1");
        socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
    }

    @Test
    void idleConnectionsOfOneClientOrOfManyLockNobodyOut() throws IOException {
        for (int i = 0; i < ROOM + 100; i++) {
            connect(2);
        }
        isServed(1);
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < ROOM + 100; i++) {
            handshake(3 + i % 8, "h2").getOutputStream().write(preface);
        }
        isServed(1);
        isServed(2);
        assertThat(gateway.isAlive()).isTrue();
    }

    @Test
    void anIdleConnectionTakesLessThan32Kilobytes() throws Exception {
        long before = gateway.heapInUse();
        for (int i = 0; i < 400; i++) {
            Http2Client frames = new Http2Client(gateway.port(), tls).settled();
            frameClients.add(frames);
            for (int id = 1; id < 80; id += 2) {
                frames.get(id, "/health", "x-" + id + ": " + "y".repeat(50));
                frames.body(id);
            }
        }
        assertThat((gateway.heapInUse() - before) / 400).isLessThan(32 * 1024);
    }
}
