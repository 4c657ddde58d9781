package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies in chunks of a byte: what has come together goes on together, and nothing waits for more. */
@Timeout(60)
class SmallPiecesContractTest {

    private static final int CHUNKS = 50_000;
    private static final String BODY = "1\r\nx\r\n".repeat(CHUNKS) + "0\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    private static ServerSocket raw;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        raw = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        gateway = TestGateway.builder()
                .with("PORTFOLIO_SERVICE_URL", "http://127.0.0.1:" + raw.getLocalPort())
                .with("API_DOCS_REFRESH", "0")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        raw.close();
    }

    private static <T> FutureTask<T> started(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task, "peer").start();
        return task;
    }

    private static String until(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length() || text.indexOf(end, text.length() - end.length()) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended after " + text);
            }
            text.append((char) b);
        }
        return text.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String head(String method) {
        return method + " /api/v1/portfolio/u HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\nConnection: close\r\n";
    }

    private static long count(String text, char c) {
        return text.chars().filter(other -> other == c).count();
    }

    @Test
    void anUploadGoesOnInThePiecesInWhichItHasCome() throws Exception {
        FutureTask<String> received = started(() -> {
            try (Socket socket = raw.accept()) {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                until(in, "\r\n\r\n");
                String body = until(in, "\r\n0\r\n\r\n");
                write(socket, OK);
                return body;
            }
        });
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            write(client, head("POST") + "Transfer-Encoding: chunked\r\n\r\n" + BODY);

            assertThat(until(client.getInputStream(), "ok")).startsWith("HTTP/1.1 200");
        }
        assertThat(count(received.get(), 'x')).isEqualTo(CHUNKS);
        assertThat(received.get().length()).as("bytes on the wire").isLessThan(BODY.length() / 2);
    }

    @Test
    void anAnswerGoesOnInThePiecesInWhichItHasCome() throws Exception {
        FutureTask<String> sent = started(() -> {
            try (Socket socket = raw.accept()) {
                until(socket.getInputStream(), "\r\n\r\n");
                write(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + BODY);
                socket.getInputStream().read();
                return BODY;
            }
        });
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            write(client, head("GET") + "\r\n");
            InputStream in = new BufferedInputStream(client.getInputStream());
            until(in, "\r\n\r\n");
            String body = until(in, "\r\n0\r\n\r\n");

            assertThat(count(body, 'x')).isEqualTo(CHUNKS);
            assertThat(body.length()).as("bytes on the wire").isLessThan(BODY.length() / 2);
        }
        assertThat(sent).isNotNull();
    }

    @Test
    void whatHasComeDoesNotWaitForAChunkOfWhichOnlyAPartIsThere() throws Exception {
        CountDownLatch both = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        FutureTask<Boolean> answered = started(() -> {
            try (Socket socket = raw.accept()) {
                until(socket.getInputStream(), "\r\n\r\n");
                until(socket.getInputStream(), "b");
                write(
                        socket,
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n1\r\nd\r\n0000");
                both.countDown();
                return end.await(60, TimeUnit.SECONDS); // a gateway that closes waits for the rest of the answer
            }
        });
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            write(client, head("POST") + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n000001");

            assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
            write(client, "\r\ne\r\n0\r\n\r\n");
            assertThat(until(client.getInputStream(), "d")).contains("200");
        } finally {
            end.countDown();
        }
        assertThat(answered.get()).isTrue();
    }
}
