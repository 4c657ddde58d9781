package com.fincloud.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The requests that a load sends in turn: the same path for many users. They differ in their token only. */
public final class Requests {

    /** The public prefix of the one service behind both gateways. */
    private static final String PREFIX = "/api/v1/budget";

    private final String method;
    private final String path;
    private final String body;
    private final List<String> tokens;

    private Requests(String method, String path, String body, List<String> tokens) {
        this.method = method;
        this.path = PREFIX + path;
        this.body = body;
        this.tokens = tokens;
    }

    /** A GET of {@code path} for each of the tokens. */
    public static Requests get(String path, List<String> tokens) {
        return new Requests("GET", path, "", tokens);
    }

    /** A POST of so many bytes of JSON to {@code path} for each of the tokens. */
    public static Requests post(String path, int bytes, List<String> tokens) {
        return new Requests("POST", path, "{\"note\":\"" + "n".repeat(bytes - 11) + "\"}", tokens);
    }

    int size() {
        return tokens.size();
    }

    /** A request without a token. */
    public byte[] anonymous() {
        return (start() + end()).getBytes(StandardCharsets.US_ASCII);
    }

    /** The requests begin anew after the last one. */
    public byte[] bytes(long index) {
        return text(index).getBytes(StandardCharsets.US_ASCII);
    }

    private String text(long index) {
        String token = tokens.get((int) (index % tokens.size()));
        return start() + "Authorization: Bearer " + token + "\r\n" + end();
    }

    private String start() {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench/1.0\r\nAccept: */*\r\n";
    }

    private String end() {
        String length =
                body.isEmpty() ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
        return length + "\r\n" + body;
    }

    /** Writes the script with which wrk sends these requests: whole requests in a table, so that sending one builds no string. */
    void writeScript(Path file) throws IOException {
        String script = "local start, ending = " + lua(start() + "Authorization: Bearer ") + ", " + lua("\r\n" + end())
                + "\nlocal requests, count, i = {}, 0, 0\nfor token in (\"" + String.join(" ", tokens)
                + "\"):gmatch(\"%S+\") do\n"
                + """
                  count = count + 1
                  requests[count] = start .. token .. ending
                end
                function request()
                  i = i % count + 1
                  return requests[i]
                end
                function done(summary)
                  local e = summary.errors
                  print(string.format("figures %d %d %d %d", summary.requests, summary.duration, summary.bytes,
                    e.connect + e.read + e.write + e.timeout + e.status))
                end
                """;
        Files.writeString(file, script, StandardCharsets.US_ASCII);
    }

    private static String lua(String text) {
        return '"' + text.replace("\"", "\\\"").replace("\r", "\\r").replace("\n", "\\n") + '"';
    }
}
