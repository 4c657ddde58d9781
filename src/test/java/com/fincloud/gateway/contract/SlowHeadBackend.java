package com.fincloud.gateway.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that answers each request with the same beginning, and then neither goes on nor closes. */
final class SlowHeadBackend implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 4000, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger begun = new AtomicInteger();
    private final byte[] beginning;

    SlowHeadBackend(String beginning) throws IOException {
        this.beginning = beginning.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Answers that have begun. */
    int begun() {
        return begun.get();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(null, work, "slow-head", 128 << 10);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            int ends = 0;
            for (int b = in.read(); b >= 0 && ends < 2; b = in.read()) {
                ends = b == '\n' ? ends + 1 : b == '\r' ? ends : 0;
                if (ends == 2) {
                    socket.getOutputStream().write(beginning);
                    begun.incrementAndGet();
                }
            }
            in.readAllBytes();
        } catch (IOException e) {
            // the gateway has ended it
        } finally {
            sockets.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
