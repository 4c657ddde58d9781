package com.fincloud.gateway.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The backend behind the gateway under test: it keeps what it gets by case, and answers what the case says. */
final class ScriptedBackend implements AutoCloseable {

    private static final String NEXT = "/next";

    private final ServerSocket server;
    private final Map<String, Script> answers = new ConcurrentHashMap<>();
    private final Map<String, List<Message>> seen = new ConcurrentHashMap<>();
    private final List<Message> strays = new CopyOnWriteArrayList<>();

    ScriptedBackend(int port) throws IOException {
        server = new ServerSocket(port, 500, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Expects a case's requests. */
    void expect(Case expected) {
        seen.put(expected.id(), new CopyOnWriteArrayList<>());
        if (expected.answers() != null) {
            answers.put(expected.id(), expected.answers());
        }
    }

    /** What a case's requests were so far. */
    List<Message> seen(Case expected) {
        return new ArrayList<>(seen.getOrDefault(expected.id(), List.of()));
    }

    /** Requests that are no case's. */
    List<Message> strays() {
        return strays;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "scripted-backend");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (Peer peer = new Peer(socket)) {
            socket.setSoTimeout(0);
            for (Message request = peer.read(false); !request.isNone(); request = peer.read(false)) {
                String id = keep(request);
                Script answer = request.call().endsWith(NEXT) || id == null ? null : answers.get(id);
                peer.play(answer != null ? answer : ok(request));
                if (!request.complete() || socket.isOutputShutdown()) {
                    return;
                }
            }
        } catch (IOException e) {
            // the gateway ended the connection
        }
    }

    private @Nullable String keep(Message request) {
        for (String segment : request.call().split("[/?; ]", -1)) {
            List<Message> requests = seen.get(segment);
            if (requests != null) {
                requests.add(request);
                return segment;
            }
        }
        strays.add(request);
        return null;
    }

    /** An answer that says to what. */
    private static Script ok(Message request) {
        boolean head = request.start().startsWith("HEAD ");
        String text = "HTTP/1.1 200 OK\r\nX-Answers: " + request.call() + "\r\nContent-Length: 2\r\n\r\n"
                + (head ? "" : "ok");
        return Script.sending(text);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
