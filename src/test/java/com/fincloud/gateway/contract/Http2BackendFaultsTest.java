package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a hostile or broken HTTP/2 backend sends is no response, costs bounded memory and time, and leaves the next request alone. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2BackendFaultsTest {

    private static final int WINDOW_UPDATE = 8;
    private static final int PING = 6;
    private static final int PUSH_PROMISE = 5;

    private static final Map<String, Http2Backend.Handler> FAULTS = new LinkedHashMap<>();

    static {
        FAULTS.put("no-status", request -> request.head(true, "x-a: 1"));
        FAULTS.put("status-99", request -> request.head(true, ":status: 099"));
        FAULTS.put("status-letters", request -> request.head(true, ":status: 2o0"));
        FAULTS.put("status-600", request -> request.head(true, ":status: 600"));
        FAULTS.put("two-status", request -> request.head(true, ":status: 200", ":status: 200"));
        FAULTS.put("late-status", request -> request.head(true, "x-a: 1", ":status: 200"));
        FAULTS.put("request-pseudo", request -> request.head(true, ":status: 200", ":path: /"));
        FAULTS.put("upper-case", request -> request.head(true, ":status: 200", "X-A: 1"));
        FAULTS.put("blank-name", request -> request.head(true, ":status: 200", "x a: 1"));
        FAULTS.put("line-end", request -> request.head(true, ":status: 200", "x-a: 1\r\nx-b: 2"));
        FAULTS.put("connection", request -> request.head(true, ":status: 200", "connection: close"));
        FAULTS.put("chunked", request -> request.head(true, ":status: 200", "transfer-encoding: chunked"));
        FAULTS.put(
                "two-lengths", request -> request.head(true, ":status: 200", "content-length: 0", "content-length: 0"));
        FAULTS.put("signed-length", request -> request.head(true, ":status: 200", "content-length: +0"));
        FAULTS.put("length-without-body", request -> request.head(true, ":status: 200", "content-length: 5"));
        FAULTS.put("data-first", request -> request.data(true, "x"));
        FAULTS.put("interim-end", request -> request.head(true, ":status: 103"));
        FAULTS.put("switching", request -> request.head(false, ":status: 101"));
        FAULTS.put("interim-flood", request -> {
            while (true) {
                request.head(false, ":status: 103", "link: </a>");
            }
        });
        FAULTS.put("interim-then-reset", request -> {
            request.head(false, ":status: 103");
            request.send(Frames.RESET, 0, new byte[] {0, 0, 0, 2});
        });
        FAULTS.put("continuation-flood", request -> {
            request.send(Frames.HEADERS, 0, Frames.fields(":status: 200"));
            while (true) {
                request.send(Frames.CONTINUATION, 0, Frames.fields("x-a: " + "a".repeat(1000)));
            }
        });
        FAULTS.put("empty-continuations", request -> {
            request.send(Frames.HEADERS, 0, Frames.fields(":status: 200"));
            while (true) {
                request.send(Frames.CONTINUATION, 0, new byte[0]);
            }
        });
        FAULTS.put("interleaved", request -> {
            request.send(Frames.HEADERS, 0, Frames.fields(":status: 200"));
            request.data(true, "x");
        });
        FAULTS.put("large-head", request -> {
            request.send(Frames.HEADERS, 1, Frames.fields(":status: 200", "x-a: " + "a".repeat(16_000)));
            request.send(Frames.CONTINUATION, Frames.END_HEADERS, Frames.fields("x-b: " + "b".repeat(16_000)));
        });
        FAULTS.put("compressed-bomb", Http2BackendFaultsTest::bomb);
        FAULTS.put("bad-index", request -> request.send(Frames.HEADERS, 5, new byte[] {(byte) 0xfe}));
        FAULTS.put(
                "huge-table",
                request -> request.send(
                        Frames.HEADERS, 5, new byte[] {0x3f, (byte) 0xe1, (byte) 0xff, (byte) 0xff, 0x07, (byte) 0x88
                        }));
        FAULTS.put(
                "endless-number",
                request -> request.send(
                        Frames.HEADERS, 5, new byte[] {(byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0x7f}));
        FAULTS.put("huge-frame", request -> request.connection.raw(new byte[] {-1, -1, -1, 0, 0, 0, 0, 0, 1}));
        FAULTS.put(
                "http1",
                request -> request.connection.raw(
                        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        FAULTS.put("push", request -> request.send(PUSH_PROMISE, 4, new byte[] {0, 0, 0, 2, (byte) 0x82}));
        FAULTS.put(
                "unknown-stream",
                request -> request.connection.send(Frames.HEADERS, 5, 9999, new byte[] {(byte) 0x88}));
        FAULTS.put("even-stream", request -> request.connection.send(Frames.DATA, 0, 2, new byte[1]));
        FAULTS.put("bad-setting", request -> request.connection.send(Frames.SETTINGS, 0, 0, setting(5, 1)));
        FAULTS.put("push-setting", request -> request.connection.send(Frames.SETTINGS, 0, 0, setting(2, 1)));
        FAULTS.put("setting-size", request -> request.connection.send(Frames.SETTINGS, 0, 0, new byte[5]));
        FAULTS.put("window-overflow", request -> {
            request.connection.send(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE));
            request.connection.send(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE));
        });
        FAULTS.put("stream-window-overflow", request -> request.send(WINDOW_UPDATE, 0, number(Integer.MAX_VALUE)));
        FAULTS.put("no-window", request -> request.send(WINDOW_UPDATE, 0, number(0)));
        FAULTS.put("ping-size", request -> request.connection.send(PING, 0, 0, new byte[3]));
        FAULTS.put("ping-flood", request -> {
            while (true) {
                request.connection.send(PING, 0, 0, new byte[8]);
            }
        });
        FAULTS.put("settings-flood", request -> {
            while (true) {
                request.connection.send(Frames.SETTINGS, 0, 0, new byte[0]);
            }
        });
        FAULTS.put("unknown-flood", request -> {
            while (true) {
                request.send(77, 0, new byte[0]);
            }
        });
        FAULTS.put("http1-required", request -> request.send(Frames.RESET, 0, new byte[] {0, 0, 0, 13}));
        FAULTS.put("reset", request -> request.send(Frames.RESET, 0, new byte[] {0, 0, 0, 2}));
        FAULTS.put("padding", request -> {
            request.send(Frames.HEADERS, Frames.END_HEADERS | 8, new byte[] {9, (byte) 0x88});
        });
    }

    /** Faults behind the head: the client has a part of a response, and must not take it for the whole. */
    private static final Map<String, Http2Backend.Handler> LATE_FAULTS = new LinkedHashMap<>();

    static {
        LATE_FAULTS.put("short-body", request -> {
            request.head(false, ":status: 200", "content-length: 500");
            request.data(true, "short");
        });
        LATE_FAULTS.put("long-body", request -> {
            request.head(false, ":status: 200", "content-length: 3");
            request.data(true, "longer");
        });
        LATE_FAULTS.put("no-body-allowed", request -> {
            request.head(false, ":status: 200", "content-length: 9");
            request.head(true, "x-a: 1");
        });
        LATE_FAULTS.put("second-head", request -> {
            request.head(false, ":status: 200");
            request.head(false, ":status: 200");
        });
        LATE_FAULTS.put("pseudo-trailer", request -> {
            request.head(false, ":status: 200");
            request.head(true, ":status: 200");
        });
        LATE_FAULTS.put("many-trailers", request -> {
            request.head(false, ":status: 200");
            String[] lines = new String[101];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = "x-" + i + ": 1";
            }
            request.head(true, lines);
        });
        LATE_FAULTS.put("beyond-the-window", request -> {
            request.head(false, ":status: 200");
            byte[] piece = new byte[16_384];
            for (int i = 0; i < 4_000; i++) {
                request.send(Frames.DATA, 0, piece);
            }
        });
        LATE_FAULTS.put("empty-data-flood", request -> {
            request.head(false, ":status: 200");
            while (true) {
                request.send(Frames.DATA, 0, new byte[0]);
            }
        });
        LATE_FAULTS.put("connection-ends", request -> {
            request.head(false, ":status: 200");
            request.data(false, "half");
            request.connection.close();
        });
    }

    private Http2Backend backend;
    private TestGateway gateway;

    @BeforeAll
    void start() throws IOException {
        backend = new Http2Backend(request -> {
            String name = request.path().substring("/t/".length());
            Http2Backend.Handler fault = FAULTS.containsKey(name) ? FAULTS.get(name) : LATE_FAULTS.get(name);
            if (fault == null) {
                request.answer("200", "ok");
            } else {
                fault.handle(request);
            }
        });
        gateway = TestGateway.builder()
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "1000")
                .routes(Map.of("t.xml", Http2BackendContractTest.route("t", backend)))
                .start();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    static Stream<String> faults() {
        return FAULTS.keySet().stream();
    }

    static Stream<String> lateFaults() {
        return LATE_FAULTS.keySet().stream();
    }

    private Http.Reply get(String name) throws IOException {
        return Http.get(gateway.port(), "/t/" + name, Tokens.bearer());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isNoResponse(String name) throws IOException {
        get("x"); // the fault comes on a reused connection
        Http.Reply reply = get(name);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Invalid response from service t\"}");
        assertThat(get("x").text()).isEqualTo("ok");
    }

    @ParameterizedTest
    @MethodSource("lateFaults")
    void isNoWholeResponse(String name) throws IOException {
        boolean whole;
        try {
            Http.Reply reply = get(name);
            whole = reply.complete() && reply.status() == 200;
        } catch (IOException e) {
            whole = false; // not even a head
        }

        assertThat(whole).isFalse();
        assertThat(get("x").text()).isEqualTo("ok");
    }

    @Test
    void aBodyBehindAHeadRequestIsNoResponseToTheNext() throws IOException {
        try (Http http = new Http(gateway.port())) {
            assertThat(http.exchange("HEAD", "/t/x", null, Tokens.bearer()).status())
                    .isEqualTo(200);
            assertThat(http.exchange("GET", "/t/x", null, Tokens.bearer()).text())
                    .isEqualTo("ok");
        }
    }

    /** One field of 4,000 bytes in the table, and thousands of references to it: 40 MB in 14 KB. */
    private static void bomb(Http2Backend.Request request) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x88);
        block.write(0x40);
        byte[] field = Frames.fields("x-a: " + "a".repeat(4_000));
        block.write(field, 1, field.length - 1);
        for (int i = 0; i < 10_000; i++) {
            block.write(0xbe);
        }
        request.send(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, block.toByteArray());
    }

    private static byte[] setting(int setting, int value) {
        return ByteBuffer.allocate(6).putShort((short) setting).putInt(value).array();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
