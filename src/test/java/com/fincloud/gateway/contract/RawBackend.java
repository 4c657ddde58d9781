package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A backend that answers each request on a connection of its own with the bytes that a test gives, and keeps the request byte for byte
 * with its chunks and trailers. It serves the route of {@link #routes}.
 */
final class RawBackend implements AutoCloseable {

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final UnaryOperator<String> answers;
    private final ServerSocket server;

    /** Starts a backend. {@code answers} gives the bytes for a request, one character for each byte. */
    RawBackend(UnaryOperator<String> answers) throws IOException {
        this.answers = answers;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "raw-backend");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                String request = read(socket.getInputStream());
                requests.add(request);
                socket.getOutputStream().write(answers.apply(request).getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // the test has ended
            }
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean chunked = false;
        String text = "";
        while (!(text.endsWith("\r\n\r\n") && (!chunked || text.contains("\r\n0\r\n")))) {
            bytes.write(in.read());
            text = bytes.toString(StandardCharsets.ISO_8859_1);
            chunked |= text.contains("Transfer-Encoding: chunked");
        }
        return text;
    }

    /** A route file with the path {@code /t} and this backend. Each parameter is a name and a value with {@code =} between them. */
    Map<String, String> routes(String... parameters) {
        StringBuilder route = new StringBuilder("<templatedRoutes xmlns='http://camel.apache.org/schema/xml-io'>"
                + "<templatedRoute routeTemplateRef='backend' routeId='t'><parameter name='path' value='/t'/>"
                + "<parameter name='service' value='t'/><parameter name='url' value='http://127.0.0.1:"
                + server.getLocalPort() + "'/>");
        for (String parameter : parameters) {
            String[] pair = parameter.split("=", 2);
            route.append("<parameter name='" + pair[0] + "' value='" + pair[1] + "'/>");
        }
        return Map.of("t.xml", route + "</templatedRoute></templatedRoutes>");
    }

    /** The next request. */
    String next() throws InterruptedException {
        String request = requests.poll(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return String.valueOf(request);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
