package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 5.10 and 4.3 behind a trusted proxy: who the client is, and how the address is written. */
@ExtendWith(OutputCaptureExtension.class)
class ClientIdentityContractTest {

    private static final int LIMIT = 8;

    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .routes(Map.of("orders.xml", routes()))
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", Integer.toString(LIMIT))
                .with("REDIS_URL", "redis://127.0.0.1:1")
                .with("TRUSTED_PROXIES", "::ffff:127.0.0.1, 10.0.0.0/8")
                .with("PUBLIC_PATHS", "/open/**")
                .start();
    }

    private static String routes() {
        return """
                <templatedRoutes xmlns="http://camel.apache.org/schema/xml-io">
                %s%s%s
                </templatedRoutes>"""
                .formatted(
                        route("open", "/open", ""),
                        route("items", "/open/items", "<parameter name=\"methods\" value=\"GET,POST\"/>"),
                        route(
                                "delete-orders",
                                "/open/orders",
                                "<parameter name=\"methods\" value=\"DELETE\"/><parameter name=\"roles\" value=\"admin\"/>"));
    }

    private static String route(String id, String path, String more) {
        return """
                <templatedRoute routeTemplateRef="backend" routeId="%s">
                  <parameter name="path" value="%s"/>
                  <parameter name="service" value="budget"/>
                  <parameter name="url" value="%s"/>%s
                </templatedRoute>
                """
                .formatted(id, path, backend.url(), more);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    private static Http.Reply from(String forwardedFor) throws IOException {
        return Http.get(gateway.port(), "/open/x", "X-Forwarded-For: " + forwardedFor);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    198.51.100.1                        | 198.51.100.1
                    198.51.100.2:1234                   | 198.51.100.2
                    [2001:db8:a::1]:4711                | 2001:db8:a::1
                    "[2001:db8:B::1]"                   | 2001:db8:b::1
                    2001:0DB8:c:0:0::1                  | 2001:db8:c::1
                    ::ffff:198.51.100.3                 | 198.51.100.3
                    ::ffff:c633:6404                    | 198.51.100.4
                    fe80::1%eth0                        | fe80::1
                    198.51.100.5, 10.0.0.1:80           | 198.51.100.5
                    """)
    void anAddressHasOneSpellingInTheLogAndAtTheBackend(String sent, String client, CapturedOutput output)
            throws IOException {
        Http.Reply reply = from(sent);

        assertThat(reply.status()).isEqualTo(200);
        String node = client.indexOf(':') >= 0 ? "\"[" + client + "]\"" : client;
        assertThat(backend.last().value("Forwarded")).startsWith("for=" + node + ";");
        assertThat(backend.last().value("X-Forwarded-For"))
                .startsWith(client + ", ")
                .endsWith("127.0.0.1");
        String id = reply.value("X-Request-ID");
        await().untilAsserted(() -> assertThat(output.getOut().lines())
                .anyMatch(line -> line.contains("Request completed")
                        && line.contains("\"request_id\":\"" + id)
                        && line.contains("\"client_ip\":\"" + client + "\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "_hidden", "010.0.0.1", "203.0.113.1:99999", "[203.0.113.1]", "localhost"})
    void whatIsNoAddressIsNoClient(String sent) throws IOException {
        from("203.0.113.7, " + sent);

        assertThat(backend.last().value("Forwarded")).startsWith("for=127.0.0.1;");
        assertThat(backend.last().value("X-Forwarded-For")).isEqualTo("203.0.113.7, " + sent + ", 127.0.0.1");
    }

    @Test
    void manySpellingsOfAnAddressAreOneClient() throws IOException {
        String[] spellings = {"192.0.2.77", "192.0.2.77:1", "::ffff:192.0.2.77", "[::ffff:c000:24d]:9", "\"192.0.2.77\""
        };
        for (int i = 0; i < LIMIT; i++) {
            assertThat(from(spellings[i % spellings.length]).status()).isEqualTo(200);
        }

        assertThat(from("192.0.2.77:4711").status()).isEqualTo(429);
        assertThat(from("192.0.2.78").status()).isEqualTo(200);
    }

    @Test
    void theAddressesOfASubscriberAreOneClient() throws IOException {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(from("2001:db8:77:1:" + i + "::" + (i + 1)).status()).isEqualTo(200);
        }

        assertThat(from("2001:db8:77:1:ffff::9").status()).isEqualTo(429);
        assertThat(from("2001:db8:77:2::1").status()).isEqualTo(200);
    }

    @Test
    void aTrustedProxyMaySayMoreButNotWhoTheUserIs() throws IOException {
        Http.get(
                gateway.port(),
                "/open/x",
                "X-Forwarded-For: 203.0.113.20",
                "X-Real-IP: 203.0.113.20",
                "X-Forwarded-Client-Cert: c",
                "X-User-Roles: admin",
                "X_User_Name: root");

        assertThat(backend.last().value("X-Real-IP")).isEqualTo("203.0.113.20");
        assertThat(backend.last().value("X-Forwarded-Client-Cert")).isEqualTo("c");
        assertThat(backend.last().head().toLowerCase(Locale.ROOT)).doesNotContain("admin", "root");
    }

    @ParameterizedTest
    @CsvSource({
        "/open/items/1, DELETE, ",
        "/open/items/1, delete, ",
        "/open/items/1, GET, GET",
        "/open/orders/1, DELETE, ",
        "/open/orders/1, PATCH, PATCH",
        "/open/orders/1, 'PATCH, DELETE', ",
        "/open/x, DELETE, DELETE"
    })
    void aPostBecomesNoMethodThatGoesToAnotherRoute(String path, String method, String arrives) throws IOException {
        for (String name : new String[] {"X-HTTP-Method-Override", "X_HTTP_Method", "x-method-override"}) {
            Http.Reply reply = Http.send(
                    gateway.port(),
                    "POST",
                    path,
                    new byte[] {'a'},
                    name + ": " + method,
                    "X-Forwarded-For: 198.18." + Math.abs(path.hashCode() % 200) + "."
                            + Math.abs(method.hashCode() % 200));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(backend.last().value(name)).isEqualTo(arrives);
        }
    }
}
