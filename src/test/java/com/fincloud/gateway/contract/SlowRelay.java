package com.fincloud.gateway.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Passes bytes on to a server of this machine, and keeps what that answers back for a while. */
final class SlowRelay implements AutoCloseable {

    private final ServerSocket listener;
    private final int server;
    private final Random random = new Random(7);
    private volatile int least;
    private volatile int most;

    SlowRelay(int server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on each answer takes a time between these milliseconds. */
    void delay(int leastMillis, int mostMillis) {
        least = leastMillis;
        most = mostMillis;
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "slow relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
                thread(() -> copy(near, far, false));
                thread(() -> copy(far, near, true));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] bytes = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (answers && most > 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(least + random.nextInt(most - least + 1)));
                }
                out.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // one of them is gone, and the other one follows
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
