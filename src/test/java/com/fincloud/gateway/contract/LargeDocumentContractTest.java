package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route makes of a body in memory is bounded by the heap, here 256 MB, and not by the body's length alone. */
class LargeDocumentContractTest {

    private static SmallGateway small;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(
                routes.resolve("documents.xml"),
                "<camel><rest path='/bound' bindingMode='json'><post><to uri='direct:done'/></post></rest>"
                        + "<rest path='/checked' clientRequestValidation='true' consumes='application/json'>"
                        + "<post><to uri='direct:done'/></post></rest>"
                        + "<route id='done'><from uri='direct:done'/><setBody><constant>[]</constant></setBody></route>"
                        + "<route id='parse'><from uri='platform-http:/parse'/><unmarshal><json/></unmarshal>"
                        + "<setBody><constant>done</constant></setBody></route>"
                        + "<route id='xml'><from uri='platform-http:/xml'/><setBody><xpath>/a</xpath></setBody>"
                        + "<setBody><constant>done</constant></setBody></route></camel>");
        small = new SmallGateway(folder, Map.of("ROUTES_DIR", routes.toString()));
        small.process().awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        small.close();
    }

    private static Http.Reply post(String path, String type, String body) throws IOException {
        return Http.send(
                small.process().port(),
                "POST",
                path,
                body.getBytes(StandardCharsets.UTF_8),
                Tokens.bearer(),
                "Content-Type: " + type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bound", "/checked", "/parse"})
    void aTreeTooLargeForTheHeapIs413(String path) throws IOException {
        Http.Reply reply = post(path, "application/json", "[" + "{},".repeat(3_000_000) + "{}]");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Request body too large\"}");
    }

    @Test
    void aDocumentTooLargeForTheHeapIs413() throws IOException {
        assertThat(post("/xml", "text/xml", "<r>" + "<a/>".repeat(2_400_000) + "</r>")
                        .status())
                .isEqualTo(413);
        assertThat(post("/xml", "text/xml", "<r>" + "<a/>".repeat(2_000) + "</r>")
                        .text())
                .isEqualTo("done");
    }
}
