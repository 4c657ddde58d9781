package com.fincloud.gateway.contract;

import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.FreePort;
import com.fincloud.gateway.GatewayApplication;
import com.fincloud.gateway.QuickJvm;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A gateway in a process of its own, so that its heap, its threads and its end are its own. */
final class GatewayProcess implements AutoCloseable {

    private final Path log;
    private final int port = FreePort.next();
    private final int managementPort = FreePort.next();
    private final ProcessBuilder builder;
    private Process process;

    /** Starts the gateway with these variables; its log goes to {@code log}. */
    GatewayProcess(Path log, String heap, Map<String, String> variables) throws IOException {
        this(log, ofClasses("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"), variables);
    }

    /** Starts it in a working directory of its own, which may have an {@code .env}. */
    static GatewayProcess in(Path folder, Path log, Map<String, String> variables) throws IOException {
        return new GatewayProcess(folder, log, ofClasses("-Xmx128m"), variables);
    }

    /** Starts it as plain {@code java} does, without an option that ends it when memory is out. */
    static GatewayProcess withoutOptions(Path log, String heap, Map<String, String> variables) throws IOException {
        return new GatewayProcess(log, ofClasses("-Xmx" + heap), variables);
    }

    /** Starts it with a system property besides. */
    static GatewayProcess withProperty(Path log, String property, Map<String, String> variables) throws IOException {
        return new GatewayProcess(log, ofClasses("-Xmx256m", "-D" + property), variables);
    }

    /** Starts the jar that the build has made. */
    static GatewayProcess ofJar(Path log, Map<String, String> variables) throws IOException {
        return new GatewayProcess(log, List.of("-Xmx256m", "-jar", "target/api-gateway.jar"), variables);
    }

    private GatewayProcess(Path log, List<String> arguments, Map<String, String> variables) throws IOException {
        this(Path.of(""), log, arguments, variables);
    }

    private GatewayProcess(Path folder, Path log, List<String> arguments, Map<String, String> variables)
            throws IOException {
        this.log = log;
        List<String> command = new ArrayList<>(arguments);
        command.add(0, ProcessHandle.current().info().command().orElse("java"));
        builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        clean(builder.environment());
        builder.environment().put("SERVICE_PORT", Integer.toString(port));
        builder.environment().put("MANAGEMENT_PORT", Integer.toString(managementPort));
        builder.environment().put("API_DOCS_REFRESH", "0");
        builder.environment().put("MANAGEMENT_HOSTS", "gateway.example"); // what Http sends
        builder.environment().putAll(variables);
        process = builder.start();
    }

    private static List<String> ofClasses(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(QuickJvm.ofThisJvm());
        arguments.addAll(List.of("-cp", classPath(), GatewayApplication.class.getName()));
        return arguments;
    }

    /** The class path of this JVM, for a process with another working directory. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Takes out of a child's environment what is meant for this JVM: settings of the gateway, and options that each JVM answers with a
     * line of its own on standard error.
     */
    static void clean(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(name -> name.matches(
                        "[A-Z_]*(SERVICE|JWT|REDIS|CORS)[A-Z_]*|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS"));
    }

    GatewayProcess awaitReady() {
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> !process.isAlive()
                        || Http.get(port, "/api/v1/health/ready").status() == 200);
        if (!process.isAlive()) {
            throw new AssertionError("the gateway has ended: " + lastLine());
        }
        return this;
    }

    private String lastLine() {
        try {
            List<String> lines = logLines();
            return lines.isEmpty() ? "no line" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Waits until a gateway that speaks TLS is ready. */
    GatewayProcess awaitReady(SSLContext tls) {
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
            try (Http http = new Http(port, tls)) {
                return http.exchange("GET", "/api/v1/health/ready", null).status() == 200;
            }
        });
        return this;
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    /** Sends SIGTERM. */
    void askToEnd() {
        process.destroy();
    }

    /** Waits for the end, and returns the exit status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the gateway did not end within 60 s of SIGTERM");
        }
        return process.exitValue();
    }

    void startAgain() throws IOException {
        process = builder.start();
        awaitReady();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<String> logLines() throws IOException {
        return Files.readAllLines(log, StandardCharsets.UTF_8);
    }

    /** The sum of a metric's series whose name and tags match. */
    double metric(String pattern) throws IOException {
        return Pattern.compile("(?m)^" + pattern + ".* (\\S+)$")
                .matcher(Http.get(managementPort, "/actuator/prometheus").text())
                .results()
                .map(MatchResult::group)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** How many series the metrics have. */
    long series() throws IOException {
        return Http.get(managementPort, "/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .count();
    }

    /** Bytes on the heap after a full collection. */
    long heapInUse() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .start();
        jcmd.getInputStream().readAllBytes();
        jcmd.waitFor();
        return (long) metric("jvm_memory_used_bytes\\{area=\"heap\"");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
