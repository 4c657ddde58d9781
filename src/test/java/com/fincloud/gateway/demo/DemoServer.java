package com.fincloud.gateway.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server of a demo service. Its threads are daemons. */
final class DemoServer implements AutoCloseable {

    static {
        // Read once, when the JDK's server is first used: no delay between a head and its body on a kept connection,
        // and
        // connections that outlive a gateway's pause between two requests.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    private final HttpServer server;
    private final DemoService service;
    private final ExecutorService pool;

    /** Binds {@code address} and serves. */
    DemoServer(InetSocketAddress address, DemoService service) throws IOException {
        this.service = service;
        server = HttpServer.create(address, 0);
        pool = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, service.name());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(pool);
        server.createContext("/", this::handle);
        // Started by a daemon thread, the server's own thread is one too.
        CompletableFuture.runAsync(server::start, pool).join();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) {
        try {
            service.answer(Request.read(exchange)).send(exchange);
        } catch (IOException e) {
            // The client is gone: nobody is left to answer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        server.stop(0);
    }
}
