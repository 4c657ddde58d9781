package com.fincloud.gateway.server.connection;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * TCP keep-alive of client connections (RFC 9293 section 3.8.4). A client that vanishes without a FIN, for instance because its network
 * fails, is detected after about two minutes. The kernel's default would be two hours.
 */
final class KeepAliveProbes {

    private static final int IDLE_SECONDS = 60;
    private static final int INTERVAL_SECONDS = 20;
    private static final int PROBES = 3;

    private KeepAliveProbes() {}

    /** Sets the options. A connection that is already closed is left as it is. */
    static void set(SocketChannel client) {
        try {
            client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (client.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
                client.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
                client.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
                client.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
            }
        } catch (IOException e) {
            // closed already, which the first read reports
        }
    }
}
