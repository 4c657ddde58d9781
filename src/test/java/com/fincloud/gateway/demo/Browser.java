package com.fincloud.gateway.demo;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** A page in a real browser, Chromium without a window, driven over its DevTools protocol. */
public final class Browser implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Starts {@code program}. */
    public Browser(Path program) throws Exception {
        profile = Files.createTempDirectory("browser");
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox", // a container's root has none
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        URI browser = address(process.inputReader(StandardCharsets.UTF_8));
        URI pages = URI.create("http://127.0.0.1:" + browser.getPort() + "/json/list");
        String page = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> json.readTree(
                                        http.send(HttpRequest.newBuilder(pages).build(), BodyHandlers.ofString())
                                                .body())
                                .findValuesAsText("webSocketDebuggerUrl"),
                        found -> !found.isEmpty())
                .get(0);
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(page), new Messages())
                .get(30, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** The browser of this machine, if there is one. */
    public static Optional<Path> installed() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static URI address(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                Thread rest = new Thread(() -> drain(output), "browser-output");
                rest.setDaemon(true);
                rest.start();
                return URI.create(
                        line.substring("DevTools listening on ".length()).strip());
            }
        }
        throw new IOException("the browser did not start");
    }

    /** A browser whose output nobody reads would wait for that. */
    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // nobody needs it
            }
        } catch (IOException e) {
            // the browser was closed
        }
    }

    /** Opens a page, and forgets what other pages did. */
    public void open(String url) throws Exception {
        errors.clear();
        requests.clear();
        call("Page.navigate", Map.of("url", url));
    }

    /** Makes the window another size; a phone has touch and no scroll bars. */
    void size(int width, int height, boolean phone) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
    }

    /** Has the pages see a reader who prefers dark or light colours. */
    void prefers(String scheme) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** The value of an expression. */
    public JsonNode eval(String expression) throws Exception {
        JsonNode result = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Waits until an expression is true. */
    public void awaitTrue(String expression) {
        await(expression).atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> eval("!!(" + expression + ")")
                .asBoolean());
    }

    /** Waits for the element and clicks it. */
    void click(String selector) throws Exception {
        awaitTrue(element(selector));
        eval(element(selector) + ".click()");
    }

    /** Waits for the element and types into it. */
    void type(String selector, String text) throws Exception {
        awaitTrue(element(selector));
        eval(element(selector) + ".focus()");
        call("Input.insertText", Map.of("text", text));
    }

    /** Scrolls to an element. */
    void show(String selector) throws Exception {
        eval(element(selector) + ".scrollIntoView()");
    }

    private static String element(String selector) {
        return "document.querySelector(\"" + selector.replace("\"", "\\\"") + "\")";
    }

    /** Writes what the window shows, as PNG. */
    void picture(Path file) throws Exception {
        byte[] png = Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png"))
                        .path("data")
                        .asText());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, png);
    }

    /** What the page complained of since it was opened: exceptions, console errors, what its policy or the network refused. */
    List<String> errors() {
        return errors;
    }

    /** The URLs that it asked for. */
    List<String> requests() {
        return requests;
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = json.createObjectNode().put("id", id).put("method", method);
        message.set("params", json.valueToTree(parameters));
        synchronized (socket) {
            socket.sendText(message.toString(), true).get(30, TimeUnit.SECONDS);
        }
        return answer.get(60, TimeUnit.SECONDS);
    }

    private void read(JsonNode message) {
        JsonNode parameters = message.path("params");
        CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt());
        if (answer != null) {
            answer.complete(message.path("result"));
            return;
        }
        switch (message.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                requests.add(parameters.path("request").path("url").asText());
            case "Runtime.exceptionThrown" ->
                errors.add(parameters.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (parameters.path("type").asText().equals("error")) {
                    errors.add(parameters.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                if (parameters.path("entry").path("level").asText().equals("error")) {
                    errors.add(parameters.path("entry").toString());
                }
            }
            default -> {
                // of no interest
            }
        }
    }

    private final class Messages implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    read(json.readTree(text.toString()));
                } catch (IOException e) {
                    errors.add(e.toString());
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
        await().ignoreExceptions().atMost(Duration.ofSeconds(10)).until(() -> {
            FileSystemUtils.deleteRecursively(profile);
            return true;
        });
    }
}
