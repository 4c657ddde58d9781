package com.fincloud.gateway.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.upstream.SocketBackend;
import com.fincloud.gateway.upstream.SocketBackend.Connection;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionLeaseTest {

    private static final Duration TIME = Duration.ofHours(1);

    private final Deadlines deadlines = new Deadlines();
    private final ServiceClient client = new ServiceClient(1, BackendTls.ofJdk());

    @AfterEach
    void close() {
        client.close();
        deadlines.close();
    }

    private ConnectionLease lease(SocketBackend backend) {
        return client.lease(backend.host(), deadlines, new Deadline.Terms(TIME, null));
    }

    private static RawHttpRequest request() {
        return new RawHttpRequest("GET", "/", "backend");
    }

    private static String text(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        try (InputStream body = entity.getContent()) {
            return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aCallGivesItsConnectionBackOnceItsAnswerIsRead() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("first"))) {
            ClassicHttpResponse response = lease(backend).send(request(), ConnectionLeaseTest::request);
            assertThat(client.leased()).isOne();
            assertThat(client.idle()).isZero();

            assertThat(text(response)).isEqualTo("first");
            assertThat(client.leased()).isZero();
            assertThat(client.idle()).isOne();

            assertThat(text(lease(backend).send(request(), ConnectionLeaseTest::request)))
                    .isEqualTo("first");
            assertThat(backend.connections()).hasSize(1);
        }
    }

    @Test
    void anAnswerWithoutABodyGivesItsConnectionBackAtOnce() throws Exception {
        try (SocketBackend backend = new SocketBackend("HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(lease(backend)
                            .send(request(), ConnectionLeaseTest::request)
                            .getEntity())
                    .isNull();

            assertThat(client.leased()).isZero();
            assertThat(client.idle()).isOne();
        }
    }

    @Test
    void whatIsNoAnswerEndsTheCall() throws Exception {
        try (SocketBackend backend = new SocketBackend("no HTTP\r\n\r\n")) {
            ConnectionLease lease = lease(backend);

            assertThatThrownBy(() -> lease.send(request(), ConnectionLeaseTest::request))
                    .isInstanceOf(IOException.class);

            assertThat(client.leased()).isZero();
            assertThat(client.idle()).isZero();
            backend.connections().get(0).awaitEnd();
        }
    }

    @Test
    void aCallThatWasCutBeforehandNeverReachesTheBackend() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            ConnectionLease lease = lease(backend);
            lease.abort();

            assertThatThrownBy(() -> lease.send(request(), ConnectionLeaseTest::request))
                    .isInstanceOf(InterruptedIOException.class);

            assertThat(client.leased()).isZero();
            assertThat(backend.connections()).isEmpty();
        }
    }

    @Test
    void aCallThatWasCutBeforehandLeavesNoConnectionOpen() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            text(lease(backend).send(request(), ConnectionLeaseTest::request));
            ConnectionLease lease = lease(backend);
            lease.abort();

            assertThatThrownBy(() -> lease.send(request(), ConnectionLeaseTest::request))
                    .isInstanceOf(InterruptedIOException.class);

            backend.connections().get(0).awaitEnd();
            assertThat(client.idle()).isZero();
        }
    }

    @Test
    void aCallThatIsCutWhileItWaitsForTheAnswerEndsAtOnce() throws Exception {
        try (SocketBackend backend = new SocketBackend("")) {
            ConnectionLease lease = lease(backend);
            FutureTask<ClassicHttpResponse> call = sending(lease);
            backend.awaitRequest();

            lease.abort();

            assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
            backend.connections().get(0).awaitEnd();
            assertThat(client.leased()).isZero();
            assertThat(client.idle()).isZero();
        }
    }

    @Test
    void aCallWhoseTimeIsOverEndsAtOnce() throws Exception {
        try (SocketBackend backend = new SocketBackend("")) {
            ConnectionLease lease = lease(backend);
            FutureTask<ClassicHttpResponse> call = sending(lease);
            backend.awaitRequest();

            lease.deadline().check(System.nanoTime() + TIME.toNanos());

            assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
            assertThat(lease.deadline().passed()).isTrue();
            assertThat(client.leased()).isZero();
        }
    }

    @Test
    void aCallWhoseTimeIsOverBeforeItConnectsIsCut() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            ConnectionLease lease = lease(backend);
            lease.deadline().check(System.nanoTime() + TIME.toNanos());

            assertThatThrownBy(() -> lease.send(request(), ConnectionLeaseTest::request))
                    .isInstanceOf(InterruptedIOException.class);
            assertThatThrownBy(() -> lease.deadline().met()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void howeverOftenACallIsEndedItCountsOnce() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            ConnectionLease lease = lease(backend);
            text(lease.send(request(), ConnectionLeaseTest::request));
            lease.abort();
            lease.release();
            lease.abort();

            assertThat(client.idle())
                    .as("what it gave back is not cut afterwards")
                    .isOne();
            lease(backend);
            assertThatThrownBy(() -> lease(backend)).isInstanceOf(RejectedExecutionException.class);
            assertThat(client.leased()).isOne();
            assertThat(client.refused()).isOne();
        }
    }

    @Test
    void aConnectionThatWasCutByOneSideIsNeverGivenBackByTheOther() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            for (int i = 0; i < 500; i++) {
                ConnectionLease lease = lease(backend);
                ClassicHttpResponse response = lease.send(request(), ConnectionLeaseTest::request);
                CyclicBarrier start = new CyclicBarrier(2);
                FutureTask<Void> cut = new FutureTask<>(() -> {
                    start.await();
                    lease.abort();
                    return null;
                });
                new Thread(cut, "cut").start();
                start.await();
                readIfPossible(response);
                cut.get();

                assertThat(client.leased())
                        .as("calls under way, in round %d", i)
                        .isZero();
                int kept = client.idle();
                int connections = backend.connections().size();
                assertThat(text(lease(backend).send(request(), ConnectionLeaseTest::request)))
                        .isEqualTo("x");
                assertThat(backend.connections())
                        .as("what was kept serves the next call, in round %d", i)
                        .hasSize(connections + 1 - kept);
            }
        }
    }

    private static void readIfPossible(ClassicHttpResponse response) throws IOException {
        InputStream body = response.getEntity().getContent();
        try {
            body.readAllBytes();
        } catch (IOException | RuntimeException e) {
            // cut
        }
    }

    @Test
    void aCallThatIsCutWhileItConnectsOrSendsKeepsNothing() throws Exception {
        try (SocketBackend backend = new SocketBackend("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")) {
            for (int i = 0; i < 300; i++) {
                ConnectionLease lease = lease(backend);
                CyclicBarrier start = new CyclicBarrier(2);
                FutureTask<Boolean> call = new FutureTask<>(() -> {
                    start.await();
                    return isAnswered(lease);
                });
                new Thread(call, "call").start();
                start.await();
                lease.abort();
                call.get();

                assertThat(client.leased())
                        .as("calls under way, in round %d", i)
                        .isZero();
                assertThat(client.idle()).as("idle, in round %d", i).isZero();
            }
            await().untilAsserted(() -> assertThat(backend.connections()).allMatch(Connection::hasEnded));
        }
    }

    private static boolean isAnswered(ConnectionLease lease) {
        try {
            return lease.send(request(), ConnectionLeaseTest::request).getCode() == 204;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static FutureTask<ClassicHttpResponse> sending(ConnectionLease lease) {
        FutureTask<ClassicHttpResponse> call =
                new FutureTask<>(() -> lease.send(request(), ConnectionLeaseTest::request));
        new Thread(call, "call").start();
        return call;
    }
}
