package com.fincloud.bench.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * An HTTP/1.1 server on one thread. A path that ends in {@code /x} is answered with 1 KiB of JSON, {@code /echo} with the request's
 * body, {@code /slow} after 200 ms, {@code /big} with 100 MiB, {@code /served} with how many requests there were before, and any other
 * like {@code /health}.
 */
public final class FastBackend {

    private static final int BACKLOG = 4096;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final DelayedAnswers delayed = new DelayedAnswers();
    private final Answers answers = new Answers();

    private FastBackend(int port) throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Serves at the port that is the one argument, until it is killed. */
    public static void main(String[] args) throws IOException {
        new FastBackend(Integer.parseInt(args[0])).serve();
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private void serve() throws IOException {
        while (true) {
            selector.select(this::ready, delayed.millisToNext());
            delayed.sendDue();
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            connection.ready();
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                channel.socket().setTcpNoDelay(true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new Connection(channel, key, answers, delayed));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
