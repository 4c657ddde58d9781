package com.fincloud.gateway.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A backend that counts how often each request came, by its {@code X-Marker}. {@code /slow} waits for a second and a half, and {@code
 * /download} sends a megabyte in five seconds; the others echo.
 */
final class TallyBackend implements AutoCloseable {

    /** Bytes of a download, each block of them after a pause. */
    static final int DOWNLOAD = 1 << 20;

    private static final int BLOCKS = 50;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> tally = new ConcurrentHashMap<>();

    TallyBackend() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often each marker came. */
    Map<String, Integer> tally() {
        return tally;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        tally.merge(String.valueOf(exchange.getRequestHeaders().getFirst("X-Marker")), 1, Integer::sum);
        String path = exchange.getRequestURI().getPath();
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            if (path.endsWith("/download")) {
                exchange.sendResponseHeaders(200, DOWNLOAD);
                for (int block = 0; block < BLOCKS; block++) {
                    out.write(new byte[DOWNLOAD / BLOCKS]);
                    out.flush();
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                out.write(new byte[DOWNLOAD % BLOCKS]);
                return;
            }
            if (path.endsWith("/slow")) {
                TimeUnit.MILLISECONDS.sleep(1500);
            }
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            out.write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
