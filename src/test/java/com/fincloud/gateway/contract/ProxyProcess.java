package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** HAProxy or nginx with the example of {@code deploy}, in which only ports and the place of the pid's file are others. */
final class ProxyProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private ProxyProcess(Path folder, String example, List<String> command, int first, int second) throws IOException {
        port = FreePort.next();
        Path file = folder.resolve("proxy.conf");
        Files.writeString(
                file,
                Files.readString(Path.of("deploy", example), StandardCharsets.UTF_8)
                        .replace("127.0.0.1:8080", "127.0.0.1:" + port)
                        .replace("127.0.0.1:8001", "127.0.0.1:" + first)
                        .replace("127.0.0.1:8002", "127.0.0.1:" + second)
                        .replace("/run/nginx.pid", folder.resolve("pid").toString()),
                StandardCharsets.UTF_8);
        process = new ProcessBuilder(command.stream()
                        .map(word -> word.equals("FILE") ? file.toString() : word)
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("proxy.log").toFile())
                .start();
        await().ignoreExceptions().until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    /** HAProxy in front of two gateways; the test is skipped where it is not installed. */
    static ProxyProcess haproxy(Path folder, int first, int second) throws IOException {
        return new ProxyProcess(
                folder, "haproxy/haproxy.cfg", List.of(installed("haproxy"), "-db", "-f", "FILE"), first, second);
    }

    /** nginx in front of two gateways; the test is skipped where it is not installed. */
    static ProxyProcess nginx(Path folder, int first, int second) throws IOException {
        return new ProxyProcess(
                folder,
                "nginx/nginx.conf",
                List.of(installed("nginx"), "-g", "daemon off;", "-c", "FILE"),
                first,
                second);
    }

    private static String installed(String name) {
        String path = List.of((System.getenv("PATH") + ":/usr/sbin").split(":")).stream()
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        assumeThat(path).as("%s is not installed", name).isNotEmpty();
        return path;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
