package com.fincloud.bench.box;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports of this machine. */
public final class Ports {

    private static final long TIMEOUT_NANOS = 30_000_000_000L;

    private Ports() {}

    /** A port that nobody listens at. */
    public static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens at a port. */
    public static void awaitListening(int port, Child child) throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT_NANOS;
        while (!isListening(port)) {
            child.requireAlive();
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("nobody listens at port " + port + ": see " + child.log());
            }
            Thread.sleep(20);
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
