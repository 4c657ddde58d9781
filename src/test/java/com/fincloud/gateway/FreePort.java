package com.fincloud.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers in other processes, which listen some seconds after their port was chosen. They lie below the range from which systems
 * take the ports of outgoing connections (RFC 6335 begins it at 49152, Linux at 32768): otherwise a connection of any test may take a port
 * in these seconds.
 */
public final class FreePort {

    private static final int FIRST = 12_000;
    private static final int COUNT = 20_000;

    /** JVMs that test side by side begin at different places. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 613 % COUNT));

    private FreePort() {}

    /** A port of the loopback address on which nobody listens. No other call of this JVM returns it for a long time. */
    public static int next() {
        while (true) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
    }

    /** Whether nobody listens on {@code port}. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
