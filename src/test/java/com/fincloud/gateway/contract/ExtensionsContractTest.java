package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.GatewayApplication;
import com.fincloud.gateway.settings.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/** Contract 11.5: components and classes in jars of {@code EXTENSIONS_DIR}. */
@TestInstance(Lifecycle.PER_CLASS)
class ExtensionsContractTest {

    private static final String BUILDER =
            """
            package test;
            public class %s extends org.apache.camel.builder.RouteBuilder {
                @Override public void configure() throws Exception { %s }
            }
            """;

    private static final String COMPONENT =
            """
            package test.shout;
            import java.util.Map;
            import org.apache.camel.*;
            import org.apache.camel.support.*;
            public class ShoutComponent extends DefaultComponent {
                @Override protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> options) {
                    return new ProcessorEndpoint(uri, this, exchange -> exchange.getMessage().setBody(
                            rest.toUpperCase() + " " + Thread.currentThread().getContextClassLoader().getName()));
                }
            }
            """;

    private Path extensions = Path.of("");
    private Path routes = Path.of("");
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        extensions = folder.resolve("extensions");
        routes = Files.createDirectory(folder.resolve("routes"));
        example().jar(extensions.resolve("lib").resolve("example.jar"));
        new CompiledExtension()
                .with("test.Throws", builder("Throws", "Object nothing = null;\nnothing.hashCode();"))
                .with("test.Listens", builder("Listens", "from(\"netty-http:http://0.0.0.0:1/x\").to(\"log:x\");"))
                .with("test.Taken", builder("Taken", "from(\"platform-http:/api/v1/invoices/{x}\").to(\"log:x\");"))
                .with(
                        "test.Changes",
                        builder(
                                "Changes",
                                "from(\"platform-http:/api/v1/changes\" + System.nanoTime()).routeId(\"c\").to(\"log:x\");"))
                .with("test.Waits", builder("Waits", "Thread.sleep(3_600_000);"))
                .with(
                        "test.Many",
                        builder(
                                "Many",
                                "from(\"platform-http:/api/v1/many\").routeProperty(\"limitPerMinute\", \"many\").to(\"jms:q\");"))
                .jar(extensions.resolve("faults.jar"));
        new CompiledExtension()
                .library()
                .with("test.shout.ShoutComponent", COMPONENT)
                .with("test.Hidden", builder("Hidden", "from(\"platform-http:/api/v1/hidden\").to(\"log:x\");"))
                .resource("META-INF/services/org/apache/camel/component/shout", "class=test.shout.ShoutComponent\n")
                .resource("META-INF/services/org/apache/camel/component.properties", "components=shout\n")
                .jar(extensions.resolve("lib").resolve("shout.jar"));
        Files.writeString(routes.resolve("Invoice.java"), "class Invoice {}");
        Files.writeString(
                routes.resolve("shout.xml"),
                Command.plain("shout", "platform-http:/api/v1/shout", "<to uri=\"shout:hello\"/>"));
        Files.writeString(
                routes.resolve("kafka.xml"), Command.plain("kafka", "direct:kafka", "<to uri=\"kafka:events\"/>"));
        gateway = TestGateway.builder()
                .with("EXTENSIONS_DIR", extensions.toString())
                .with("ROUTES_DIR", routes.toString())
                .start();
    }

    private static String builder(String name, String body) {
        return BUILDER.formatted(name, body);
    }

    /** The example of the guide. */
    private static CompiledExtension example() throws IOException {
        CompiledExtension example = new CompiledExtension();
        String guide = Files.readString(Path.of("docs", "extensions.md"));
        String fence = "```java\n";
        for (int at = guide.indexOf(fence); at >= 0; at = guide.indexOf(fence, at + 1)) {
            String text = guide.substring(at + fence.length(), guide.indexOf("```", at + fence.length()));
            String type = text.substring(text.indexOf("public final class ") + "public final class ".length());
            example.with("com.example." + type.substring(0, type.indexOf(' ')), text);
        }
        return example;
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private Http.Reply get(String path, String... fields) throws IOException {
        return Http.get(gateway.port(), path, fields);
    }

    private String routesReport() throws IOException {
        return Http.get(gateway.managementPort(), "/actuator/routes").text();
    }

    @Test
    void theGuidesRouteBuilderPassesTheGatewaysChain() throws IOException {
        Http.Reply without = get("/api/v1/invoices/7");
        assertThat(without.status()).isEqualTo(401);
        assertThat(get("/api/v1/invoices/7", Tokens.bearer(42, "user")).status())
                .isEqualTo(403);

        Http.Reply reply = get("/api/v1/invoices/7", Tokens.bearer(42, "accounting"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{\"invoice\":\"7\",\"total\":\"12.50 EUR\"}");
        assertThat(reply.value("x-request-id")).isNotBlank();
        assertThat(get("/api/v1/invoices/0", Tokens.bearer(42, "accounting")).status())
                .isEqualTo(404);
    }

    @Test
    void aRouteFileUsesABeanOfAnExtension() throws IOException {
        DeployedFile.put(
                routes,
                "total.xml",
                Command.plain(
                        "total",
                        "platform-http:/api/v1/total",
                        "<setHeader name=\"id\"><constant>3</constant></setHeader><process ref=\"invoices\"/>"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/api/v1/total", Tokens.bearer()).status() == 200);
        assertThat(get("/api/v1/total", Tokens.bearer()).text()).contains("\"invoice\":\"3\"");
    }

    @Test
    void aComponentIsFoundAndItsLibrariesAreInTheContextClassLoader() throws IOException {
        assertThat(get("/api/v1/shout", Tokens.bearer()).text()).isEqualTo("HELLO extensions");
    }

    @Test
    void aLibraryIsNotSearchedForRoutes() throws IOException {
        assertThat(get("/api/v1/hidden", Tokens.bearer()).status()).isEqualTo(404);
    }

    @Test
    void aBuilderThatThrowsOrHangsOrListensIsRefusedAlone() throws IOException {
        String report = routesReport();

        assertThat(report)
                .contains("extensions/InvoiceRoute")
                .contains("extensions/Throws")
                .contains("(Throws.java:4)")
                .contains("test.Waits: its constructor or configure() does not end")
                .contains("a route does not begin with 'netty-http:'")
                .contains("the path /api/v1/invoices/{} (GET) is taken by route 'invoices' (extensions/InvoiceRoute)")
                .contains("limitPerMinute=many is not usable")
                .contains("it makes other routes than in its check");
    }

    @Test
    void whatAFileLacksIsNamedWithItsArtifact() throws IOException {
        assertThat(routesReport())
                .contains("there is no component 'kafka' (expected: camel-kafka in extensions/pom.xml");
    }

    @Test
    void aJavaFileInTheFolderIsRefusedWithAPointer() throws IOException {
        assertThat(routesReport()).contains("Invoice.java").contains("the gateway compiles nothing");
    }

    @Test
    void theCommandsSeeExtensions(@TempDir Path folder) throws IOException {
        example().jar(folder.resolve("lib").resolve("example.jar"));
        Files.writeString(
                folder.resolve("a.xml"), Command.plain("a", "platform-http:/api/v1/a", "<process ref=\"invoices\"/>"));
        Map<String, String> variables = Map.of("EXTENSIONS_DIR", folder.toString(), "ROUTES_DIR", folder.toString());

        Command validate = Command.run(variables, folder, "validate");
        Command explain = Command.run(variables, folder, "explain", "GET", "/api/v1/invoices/7");

        assertThat(validate.out()).contains("2 files, 0 errors");
        assertThat(explain.out()).contains("invoices").contains("accounting");
    }

    @Test
    void aJarThatCannotBeReadEndsTheStartWithItsName(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("broken.jar"), "no jar");

        Command validate = Command.run(Map.of("EXTENSIONS_DIR", folder.toString()), folder, "validate");

        assertThat(validate.status()).isEqualTo(1);
        assertThat(validate.err()).contains("broken.jar is no readable jar");
        assertThatThrownBy(() -> TestGateway.builder()
                        .with("EXTENSIONS_DIR", folder.toString())
                        .start())
                .satisfies(failure -> assertThat(StartFailure.line(failure))
                        .startsWith("The gateway does not start: the extension ")
                        .contains("broken.jar is no readable jar"));
    }

    /** A route builder that Spring makes. */
    static class Beans {

        @Bean
        RouteBuilder invoiceRoute() {
            return new InvoiceRoute();
        }
    }

    /** Its routes would be served by nobody. */
    static final class InvoiceRoute extends RouteBuilder {

        @Override
        public void configure() {
            from("platform-http:/api/v1/invoice").to("log:invoice");
        }
    }

    @Test
    void aSpringBeanWithRoutesEndsTheStart() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(GatewayApplication.class, Beans.class)
                        .registerShutdownHook(false)
                        .run(
                                "--SERVICE_PORT=0",
                                "--MANAGEMENT_PORT=0",
                                "--RATE_LIMIT_ENABLED=false",
                                "--EXTENSIONS_DIR=target/no-extensions"))
                .satisfies(failure -> assertThat(StartFailure.line(failure))
                        .contains("a Spring bean with routes would not be served")
                        .contains("ExtensionsContractTest$InvoiceRoute"));
    }
}
