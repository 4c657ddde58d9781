package com.fincloud.gateway.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small service in memory, as the gateway's backends are: health, an OpenAPI document, and operations for the user whom the
 * gateway names. {@code POST /demo/mode} makes it misbehave.
 */
abstract class DemoService implements AutoCloseable {

    private static final Set<String> ALWAYS_WELL = Set.of("/health", "/demo/mode");

    private record Health(String status, String service) {}

    private final String name;
    private final Endpoints endpoints = new Endpoints();
    private final Behaviour behaviour = new Behaviour();
    private @Nullable DemoServer server;
    private @Nullable LiveServer live;

    /** A service whose document is the resource {@code document}. */
    DemoService(String name, String document) {
        this.name = name;
        Answer openApi = Answer.ok(Json.resource(document));
        endpoints.get("/health", request -> Answer.ok(new Health("healthy", name)));
        endpoints.undocumented("GET", "/openapi.json", request -> openApi);
        endpoints.undocumented("GET", "/demo/mode", request -> behaviour.shown());
        endpoints.undocumented("POST", "/demo/mode", request -> behaviour.become(request.fields()));
    }

    final String name() {
        return name;
    }

    final Endpoints endpoints() {
        return endpoints;
    }

    /** The feed behind the service's WebSockets; null for a service without. */
    @Nullable
    LiveFeed feed() {
        return null;
    }

    /** Serves on this machine only; port 0 picks a free one. */
    final void start(int port) throws IOException {
        start(InetAddress.getLoopbackAddress(), port);
    }

    /** Serves on {@code address}. */
    final void start(InetAddress address, int port) throws IOException {
        LiveFeed feed = feed();
        if (feed == null) {
            server = new DemoServer(new InetSocketAddress(address, port), this);
        } else {
            server = new DemoServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this);
            live = new LiveServer(new InetSocketAddress(address, port), server.port(), feed);
        }
    }

    /** The port it serves on. */
    final int port() {
        if (server == null) {
            throw new IllegalStateException(name + " is not started");
        }
        return live == null ? server.port() : live.port();
    }

    /** The base URL at which this machine reaches it. */
    final String url() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port();
    }

    final Answer answer(Request request) throws InterruptedException {
        try {
            if (!ALWAYS_WELL.contains(request.path())) {
                behaviour.pass(name);
            }
            if (request.body().length() > Request.MAX_BODY) {
                throw new Problem(413, "Request body too large");
            }
            return endpoints.answer(request);
        } catch (Problem e) {
            return e.answer();
        } catch (RuntimeException e) {
            System.getLogger(name).log(System.Logger.Level.ERROR, request.method() + " " + request.path(), e);
            return Answer.of(500, Map.of("detail", "Internal server error"));
        }
    }

    @Override
    public final void close() {
        if (live != null) {
            live.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
