package com.fincloud.gateway.upstream.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;

class BackendConnectorTest {

    @Test
    void aConnectionThatIsResetBeforeItStandsWasNeverConnected() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceClient client = new ServiceClient(1, BackendTls.ofJdk());
                Deadlines deadlines = new Deadlines()) {
            Thread reset = new Thread(() -> resetAfterHello(server));
            reset.start();
            HttpHost host = new HttpHost("https", "127.0.0.1", server.getLocalPort());
            ConnectionLease lease = client.lease(host, deadlines, new Deadline.Terms(Duration.ofSeconds(5), null));

            RawHttpRequest request = new RawHttpRequest("GET", "/", "127.0.0.1");
            assertThatThrownBy(() -> lease.send(request, () -> request)).isInstanceOf(ConnectException.class);
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
