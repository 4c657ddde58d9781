package com.fincloud.gateway.backend;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;

class BackendConnectorTest {

    @Test
    void aConnectionThatIsResetBeforeItStandsWasNeverConnected() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceClient client = new ServiceClient(1)) {
            Thread reset = new Thread(() -> resetAfterHello(server));
            reset.start();
            HttpGet request = new HttpGet("https://127.0.0.1:" + server.getLocalPort());

            assertThatThrownBy(() -> client.http().execute(request, response -> null))
                    .isInstanceOf(ConnectException.class);
            reset.join();
        }
    }

    private static void resetAfterHello(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
