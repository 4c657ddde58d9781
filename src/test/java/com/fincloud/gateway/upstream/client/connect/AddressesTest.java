package com.fincloud.gateway.upstream.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.tls.BackendTls;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contract 6.8: which of a name's addresses is connected to. A full backlog stands for an address that drops packets. */
@Timeout(60)
class AddressesTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final List<Closeable> opened = new ArrayList<>();
    private final Deque<List<InetAddress>> answers = new ArrayDeque<>();
    private final AtomicLong later = new AtomicLong();
    private final AddressCache names =
            new AddressCache(Duration.ofHours(1), this::lookUp, () -> System.nanoTime() + later.get());
    private final BackendConnector connector = new BackendConnector(BackendTls.ofJdk(), names);
    private final CountDownLatch lookUpGate = new CountDownLatch(1);

    /** Remembers the socket, and lets a test abort. */
    private static final class Call implements Opening {

        private final CountDownLatch waits = new CountDownLatch(1);
        private volatile @Nullable Closeable wait;
        private volatile @Nullable Socket socket;

        @Override
        public void waitsFor(Closeable next) {
            wait = next;
            waits.countDown();
        }

        @Override
        public void bind(Socket connected) {
            socket = connected;
        }

        @Override
        public void bind(SSLSocket secure, Socket connected) {
            throw new AssertionError("no TLS");
        }

        void abort() throws IOException, InterruptedException {
            waits.await();
            Objects.requireNonNull(wait).close();
        }

        Socket socket() {
            return Objects.requireNonNull(socket);
        }

        String address() {
            return socket().getInetAddress().getHostAddress();
        }
    }

    private List<InetAddress> lookUp(String name) throws UnknownHostException {
        if (name.equals("silent")) {
            try {
                lookUpGate.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException(name);
            }
        }
        List<InetAddress> next = answers.size() > 1 ? answers.poll() : answers.peek();
        if (next == null) {
            throw new UnknownHostException(name);
        }
        return next;
    }

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void resolve(Integer... lasts) {
        answers.add(Arrays.stream(lasts).map(AddressesTest::loopback).toList());
    }

    private ServerSocket listen(int last, int port, int backlog) throws IOException {
        ServerSocket server = new ServerSocket(port, backlog, loopback(last));
        opened.add(server);
        return server;
    }

    /** Fills the backlog, so that the kernel drops further attempts. */
    private int blackHole(int last) throws IOException {
        ServerSocket server = listen(last, 0, 1);
        for (int i = 0; i < 8; i++) {
            SocketChannel filler = SocketChannel.open();
            opened.add(filler);
            filler.configureBlocking(false);
            filler.connect(new InetSocketAddress(loopback(last), server.getLocalPort()));
        }
        return server.getLocalPort();
    }

    private Call connect(String name, int port) throws IOException {
        Call call = new Call();
        connector.connect(new HttpHost("http", name, port), LONG, call);
        opened.add(call.socket());
        return call;
    }

    @AfterEach
    void close() throws IOException {
        lookUpGate.countDown();
        names.close();
        for (Closeable each : opened) {
            each.close();
        }
    }

    @Test
    void theNextAddressIsTriedWhileTheFirstDoesNotAnswer() throws Exception {
        int port = blackHole(1);
        listen(2, port, 50);
        resolve(1, 2);

        long began = System.nanoTime();
        assertThat(connect("budget", port).address()).isEqualTo("127.0.0.2");
        long first = System.nanoTime() - began;
        assertThat(first).isLessThan(Duration.ofSeconds(20).toNanos());

        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long next = System.nanoTime();
            assertThat(connect("budget", port).address()).isEqualTo("127.0.0.2");
            fastest = Math.min(fastest, System.nanoTime() - next);
        }
        assertThat(fastest).as("the dead address is remembered").isLessThan(first / 2);
    }

    @Test
    void theNextAddressIsTriedAtOnceWhenTheFirstRefuses() throws Exception {
        int port = listen(2, 0, 50).getLocalPort();
        resolve(1, 3, 2);

        assertThat(connect("budget", port).address()).isEqualTo("127.0.0.2");
    }

    @Test
    void aNameWhoseAddressesRefuseIsLookedUpAnew() throws Exception {
        int port = listen(1, 0, 50).getLocalPort();
        resolve(1);
        resolve(2);
        connect("budget", port);
        opened.get(0).close();
        listen(2, port, 50);
        later.addAndGet(ResolvedName.SOON_NANOS);

        assertThat(connect("budget", port).address()).isEqualTo("127.0.0.2");
    }

    @Test
    void aNameWhoseAddressDoesNotAnswerIsLookedUpAnew() throws Exception {
        int port = blackHole(1);
        listen(2, port, 50);
        resolve(1);
        resolve(2);
        names.name("budget").addresses().join();
        later.addAndGet(ResolvedName.SOON_NANOS);

        assertThat(connect("budget", port).address()).isEqualTo("127.0.0.2");
    }

    @Test
    void refusedByAllIsRefused() throws Exception {
        ServerSocket server = listen(1, 0, 1);
        server.close();
        resolve(1, 2);

        assertThatThrownBy(() -> connect("budget", server.getLocalPort())).isInstanceOf(ConnectException.class);
    }

    @Test
    void aNameWithoutAddressesIsUnknown() {
        assertThatThrownBy(() -> connect("nobody", 80)).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void anAbortEndsTheWaitForAnAddress() throws Exception {
        int port = blackHole(1);
        resolve(1);
        names.name("budget").addresses().join();
        assertAborted("budget", port);
        assertAborted("127.0.0.1", port);
    }

    @Test
    void anAbortEndsTheWaitForAName() throws Exception {
        assertAborted("silent", 80);
    }

    private void assertAborted(String name, int port) throws Exception {
        Call call = new Call();
        Thread thread = new Thread(() -> {
            try {
                call.abort();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        assertThatThrownBy(() -> connector.connect(new HttpHost("http", name, port), LONG, call))
                .isInstanceOfAny(InterruptedIOException.class, ClosedChannelException.class);
        thread.join();
    }

    @Test
    void connectionsAreKeptAlive() throws Exception {
        int port = listen(1, 0, 50).getLocalPort();

        Socket socket = connect("127.0.0.1", port).socket();

        assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
        assertThat(socket.getChannel().isBlocking()).isTrue();
    }
}
