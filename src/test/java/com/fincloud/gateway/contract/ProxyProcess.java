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

/** HAProxy or nginx, in front of two gateways with the example of {@code deploy}, or in front of two instances of a service. */
final class ProxyProcess implements AutoCloseable {

    private static final String HAPROXY_BEFORE_INSTANCES =
            """
            global
                maxconn 1000
            defaults
                mode http
                timeout connect 1s
                timeout client 60s
                timeout server 3s
                option redispatch
                retries 3
            frontend in
                bind 127.0.0.1:8080
                default_backend service
            backend service
                balance leastconn
                http-reuse safe
                server one 127.0.0.1:8001 check inter 1s fall 2 rise 1 observe layer7 error-limit 5 on-error mark-down
                server two 127.0.0.1:8002 check inter 1s fall 2 rise 1 observe layer7 error-limit 5 on-error mark-down
            """;

    private static final String NGINX_BEFORE_INSTANCES =
            """
            worker_processes 1;
            pid /run/nginx.pid;
            error_log stderr crit;
            events { worker_connections 1024; }
            http {
                access_log off;
                keepalive_requests 1000000;
                upstream service {
                    least_conn;
                    server 127.0.0.1:8001 max_fails=5 fail_timeout=5s;
                    server 127.0.0.1:8002 max_fails=5 fail_timeout=5s;
                    keepalive 64;
                }
                server {
                    listen 127.0.0.1:8080;
                    location / {
                        proxy_pass http://service;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_connect_timeout 1s;
                        proxy_read_timeout 3s;
                    }
                }
            }
            """;

    private final Process process;
    private final int port;

    private ProxyProcess(Path folder, String configuration, List<String> command, int first, int second)
            throws IOException {
        port = FreePort.next();
        Path file = folder.resolve("proxy.conf");
        Files.writeString(
                file,
                configuration
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

    private static ProxyProcess haproxy(Path folder, String configuration, int first, int second) throws IOException {
        return new ProxyProcess(
                folder, configuration, List.of(installed("haproxy"), "-db", "-f", "FILE"), first, second);
    }

    private static ProxyProcess nginx(Path folder, String configuration, int first, int second) throws IOException {
        return new ProxyProcess(
                folder, configuration, List.of(installed("nginx"), "-g", "daemon off;", "-c", "FILE"), first, second);
    }

    private static String example(String name) throws IOException {
        return Files.readString(Path.of("deploy", name), StandardCharsets.UTF_8);
    }

    /** HAProxy in front of two gateways; the test is skipped where it is not installed. */
    static ProxyProcess haproxy(Path folder, int first, int second) throws IOException {
        return haproxy(folder, example("haproxy/haproxy.cfg"), first, second);
    }

    /** nginx in front of two gateways; the test is skipped where it is not installed. */
    static ProxyProcess nginx(Path folder, int first, int second) throws IOException {
        return nginx(folder, example("nginx/nginx.conf"), first, second);
    }

    /** HAProxy in front of two instances of a service, as its manual sets it up: checks each second, and redispatches. */
    static ProxyProcess haproxyBefore(Path folder, int first, int second) throws IOException {
        return haproxy(folder, HAPROXY_BEFORE_INSTANCES, first, second);
    }

    /** nginx in front of two instances of a service, with connections that it keeps. */
    static ProxyProcess nginxBefore(Path folder, int first, int second) throws IOException {
        return nginx(folder, NGINX_BEFORE_INSTANCES, first, second);
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
