package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rest or a route cannot take of a client's request is the client's fault, said in the contract's words (contract 10.1). */
class RestFailureContractTest {

    private static final String JSON = "application/json";

    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        String rests = "<rest path='/bound' bindingMode='json' consumes='application/json' produces='application/json'>"
                + "<post><to uri='direct:echo'/></post></rest>"
                + "<rest path='/typed' bindingMode='json' clientRequestValidation='true'>"
                + "<post type='java.util.List'><to uri='direct:echo'/></post></rest>"
                + "<rest path='/checked' clientRequestValidation='true' consumes='application/json'"
                + " produces='application/json'><post><param name='page' type='query' required='true'/>"
                + "<param name='sort' type='query' required='false'><allowableValues><value>up</value><value>down</value>"
                + "</allowableValues></param>"
                + "<param name='body' type='body' required='true'/><to uri='direct:echo'/></post></rest>";
        gateway = TestGateway.builder()
                .backend(backend)
                .routes(Map.of(
                        "rests.xml",
                        "<camel>" + rests + "<route id='echo'><from uri='direct:echo'/>"
                                + "<setBody><constant>[]</constant></setBody></route></camel>",
                        "parse.xml",
                        "<camel><route id='parse'><from uri='platform-http:/parse'/><unmarshal><json/></unmarshal>"
                                + "<setBody><constant>done</constant></setBody></route>"
                                + "<route id='xml'><from uri='platform-http:/xml'/><setBody><xpath>/a</xpath></setBody>"
                                + "<setBody><constant>done</constant></setBody></route>"
                                + "<route id='caught'><from uri='platform-http:/caught'/><doTry><unmarshal><json/>"
                                + "</unmarshal><doCatch><exception>java.lang.Exception</exception><setBody>"
                                + "<constant>caught</constant></setBody></doCatch></doTry></route></camel>"))
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    /** A route that stops waits for the exchanges that it counts as in flight. */
    @AfterEach
    void noRouteCountsARequestThatHasEnded() {
        CamelContext context = gateway.context().getBean(CamelContext.class);
        await().untilAsserted(() -> assertThat(context.getRoutes())
                .allSatisfy(route -> assertThat(context.getInflightRepository().size(route.getId()))
                        .isZero()));
    }

    private static Http.Reply post(String path, String type, String body, String... more) throws IOException {
        List<String> headers = new ArrayList<>(List.of(more));
        headers.add(Tokens.bearer());
        if (!type.isEmpty()) {
            headers.add("Content-Type: " + type);
        }
        return Http.send(
                gateway.port(), "POST", path, body.getBytes(StandardCharsets.UTF_8), headers.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /bound           | application/json | {bad     | 400 | Malformed request body
                    /bound           | text/plain       | {}       | 415 | Unsupported Media Type
                    /typed           | application/json | {bad     | 400 | Malformed request body
                    /typed           | application/json | {"a":1}  | 400 | Malformed request body
                    /typed           | application/json | [1] [2]  | 400 | Malformed request body
                    /checked?page=1  | text/xml         | <a/>     | 415 | Unsupported Media Type
                    /checked         | application/json | {}       | 400 | Query parameter page is missing
                    /checked?page=1&sort=x | application/json | {} | 400 | Value of parameter sort is not allowed
                    /checked?page=1  | application/json | ``       | 400 | Request body is missing
                    /checked?page=1  | application/json | {bad     | 400 | Malformed request body
                    /parse           | application/json | {bad     | 400 | Malformed request body
                    /xml             | text/xml         | <a>      | 400 | Malformed request body
                    """)
    void whatCannotBeReadIsTheClientsFault(String path, String type, String body, int status, String detail)
            throws IOException {
        Http.Reply reply = post(path, type, body == null ? "" : body);

        assertThat(reply.text()).isEqualTo("{\"detail\":\"" + detail + "\"}");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.value("Content-Type")).isEqualTo(JSON);
    }

    @Test
    void whatTheClientDoesNotAcceptIs406() throws IOException {
        assertThat(post("/checked?page=1", JSON, "{}", "Accept: text/html").status())
                .isEqualTo(406);
        assertThat(post("/bound", JSON, "{}", "Accept: text/html;q=1, application/json;q=0")
                        .status())
                .isEqualTo(406);
        assertThat(post("/checked?page=1", JSON, "{}", "Accept: text/html, */*;q=0.1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsWellFormedIsServed() throws IOException {
        assertThat(post("/bound", JSON + ";charset=utf-8", "{\"a\":1}").status())
                .isEqualTo(200);
        assertThat(post("/typed", JSON, "[1]").status()).isEqualTo(200);
        assertThat(post("/checked?page=1&sort=up", JSON, "{\"a\":[1,{\"b\":2}]}")
                        .status())
                .isEqualTo(200);
        assertThat(post("/parse", JSON, "{}").text()).isEqualTo("done");
        assertThat(post("/caught", JSON, "{bad").text()).isEqualTo("caught");
        assertThat(post("/caught", JSON, "{bad").status()).isEqualTo(200);
    }
}
