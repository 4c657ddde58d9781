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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;

/** One instance of a small service that answers after 5 ms, in Node.js or in Python under uvicorn, in a process of its own. */
final class ServiceProcess implements AutoCloseable {

    /** What a service is written in. Each notes the {@code X-Marker} of every POST that it executes, a line each. */
    enum Kind {
        NODE(
                "node",
                "service.js",
                """
                const http = require('http'), fs = require('fs');
                const [port, tally] = process.argv.slice(2);
                const server = http.createServer((request, response) => {
                  request.on('data', () => {});
                  request.on('end', () => {
                    if (request.method === 'POST') fs.appendFileSync(tally, request.headers['x-marker'] + '\\n');
                    setTimeout(() => response.end('ok'), 5);
                  });
                });
                server.listen(port, '127.0.0.1');
                process.on('SIGTERM', () => {
                  server.close(() => process.exit(0));
                  setInterval(() => server.closeIdleConnections(), 20);
                });
                """) {
            @Override
            List<String> command(String program, Path script, int port, Path tally) {
                return List.of(program, script.toString(), Integer.toString(port), tally.toString());
            }
        },
        UVICORN(
                "uvicorn",
                "service.py",
                """
                import asyncio, os
                async def app(scope, receive, send):
                    if scope['type'] != 'http':
                        return
                    while (await receive()).get('more_body'):
                        pass
                    if scope['method'] == 'POST':
                        with open(os.environ['TALLY'], 'ab') as tally:
                            tally.write(dict(scope['headers'])[b'x-marker'] + b'\\n')
                    await asyncio.sleep(0.005)
                    await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'content-length', b'2')]})
                    await send({'type': 'http.response.body', 'body': b'ok'})
                """) {
            @Override
            List<String> command(String program, Path script, int port, Path tally) {
                return List.of(
                        program,
                        "--port",
                        Integer.toString(port),
                        "--log-level",
                        "warning",
                        "--no-access-log",
                        "--timeout-keep-alive",
                        "1",
                        "--app-dir",
                        script.resolveSibling("").toString(),
                        "service:app");
            }
        };

        private final String program;
        private final String file;
        private final String source;

        Kind(String program, String file, String source) {
            this.program = program;
            this.file = file;
            this.source = source;
        }

        abstract List<String> command(String program, Path script, int port, Path tally);
    }

    private final int port = FreePort.next();
    private final Path tally;
    private final ProcessBuilder builder;
    private Process process;

    /** Starts it with its files in {@code folder}. The test is skipped where the program is not installed. */
    ServiceProcess(Kind kind, Path folder) throws IOException {
        List<Path> installed = List.of("/usr/bin", "/usr/local/bin").stream()
                .map(directory -> Path.of(directory, kind.program))
                .filter(Files::isExecutable)
                .toList();
        assumeThat(installed).as("%s is not installed", kind.program).isNotEmpty();
        Path script = Files.writeString(folder.resolve(kind.file), kind.source, StandardCharsets.UTF_8);
        tally = Files.createTempFile(folder, kind.name().toLowerCase(Locale.ROOT), ".tally");
        builder = new ProcessBuilder(kind.command(installed.get(0).toString(), script, port, tally))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("service.log").toFile()));
        builder.environment().put("TALLY", tally.toString());
        process = builder.start();
        awaitListening();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions();
    }

    private void awaitListening() {
        soon().until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    int port() {
        return port;
    }

    /** The markers of the POSTs that it has executed. */
    List<String> executed() throws IOException {
        return Files.readAllLines(tally, StandardCharsets.US_ASCII);
    }

    /** Asks it to end, waits until it has ended, and starts it again. */
    void restart() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the service did not end within 20 s");
        }
        process = builder.start();
        awaitListening();
    }

    /** Ends it at once, with what is under way. */
    void kill() {
        process.destroyForcibly();
    }

    /** Stops its work, so that the kernel accepts connections and nothing answers; {@code false} lets it go on. */
    void pause(boolean pause) throws IOException, InterruptedException {
        new ProcessBuilder("kill", pause ? "-STOP" : "-CONT", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
