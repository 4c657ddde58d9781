package com.fincloud.gateway.upstream.client.connect;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * The options of sockets to backends. TCP keep-alive (RFC 9293 section 3.8.4) detects a host that has vanished without closing its
 * connections, and keeps the entries of address translators alive. Linux would send the first probe after two hours.
 */
final class TcpOptions {

    /** Seconds without a byte before the first probe. */
    private static final int IDLE_SECONDS = 60;

    private static final int INTERVAL_SECONDS = 10;

    /** The number of unanswered probes that end a connection. */
    private static final int PROBES = 6;

    private TcpOptions() {}

    static SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
        set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
        set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        return channel;
    }

    private static void set(SocketChannel channel, SocketOption<Integer> option, int value) throws IOException {
        if (channel.supportedOptions().contains(option)) { // not on every operating system
            channel.setOption(option, value);
        }
    }
}
