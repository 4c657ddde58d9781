package com.fincloud.gateway.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that answers a POST as soon as it has read the head, or closes the connection then if it has no answer. */
final class HeadBackend implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final byte[] early;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger posts = new AtomicInteger();
    private final CountDownLatch answered = new CountDownLatch(1);

    HeadBackend(String early) throws IOException {
        this.early = RecordingBackend.head(early);
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "head-backend");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // the test has ended
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            boolean isPost = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                isPost |= line.startsWith("POST ");
                if (line.isEmpty() && !answer(socket, isPost)) {
                    return;
                }
            }
        } catch (IOException e) {
            // the gateway has closed the connection
        }
    }

    /** Returns false if the connection is closed. */
    private boolean answer(Socket socket, boolean isPost) throws IOException {
        if (!isPost) {
            socket.getOutputStream().write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"));
            return true;
        }
        posts.incrementAndGet();
        if (early.length == 0) {
            socket.close();
        } else {
            socket.getOutputStream().write(early);
        }
        answered.countDown();
        return early.length > 0;
    }

    /** Whether a POST is answered within some seconds. */
    boolean answered(int seconds) throws InterruptedException {
        return answered.await(seconds, TimeUnit.SECONDS);
    }

    /** The heads of POST requests so far. */
    int posts() {
        return posts.get();
    }

    /** The connections so far. */
    int connections() {
        return connections.get();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
