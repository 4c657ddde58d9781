package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as it is shipped: it finds classes and resources in its libraries, and starts from beans that the build has found out. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackagedJarIT {

    private static EchoBackend backend;
    private static GatewayProcess gateway;
    private static Path routes;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        backend = new EchoBackend();
        routes = Files.createDirectory(folder.resolve("routes"));
        write("orders.xml", "/api/v1/orders", "orders");
        gateway = GatewayProcess.ofJar(
                        folder.resolve("log"),
                        Map.of("ROUTES_DIR", routes.toString(), "SHUTDOWN_DELAY", "0", "API_DOCS_REFRESH", "0"))
                .awaitReady();
    }

    @AfterAll
    static void end() throws IOException {
        gateway.close();
        backend.close();
    }

    private static void write(String file, String path, String service) throws IOException {
        Files.writeString(
                routes.resolve(file),
                """
                <templatedRoutes xmlns="http://camel.apache.org/schema/xml-io">
                  <templatedRoute routeTemplateRef="backend" routeId="%2$s">
                    <parameter name="path" value="%1$s"/>
                    <parameter name="service" value="%2$s"/>
                    <parameter name="url" value="%3$s"/>
                  </templatedRoute>
                </templatedRoutes>
                """
                        .formatted(path, service, backend.url()),
                StandardCharsets.UTF_8);
    }

    @Test
    void aCallWithATokenReachesTheService() throws IOException {
        assertThat(Http.get(gateway.port(), "/api/v1/orders/1", Tokens.bearer()).status())
                .isEqualTo(200);
    }

    @Test
    void aCallWithoutATokenIsRefused() throws IOException {
        assertThat(Http.get(gateway.port(), "/api/v1/orders/1").text())
                .isEqualTo("{\"detail\":\"Missing authentication token\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/api/v1/status", "/api/v1/health/detailed", "/openapi.json", "/docs", "/redoc"})
    void whatTheGatewayAnswersItselfIsThere(String path) throws IOException {
        assertThat(Http.get(gateway.port(), path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "health",
                "health/liveness",
                "health/readiness",
                "prometheus",
                "metrics",
                "routes",
                "sbom/application"
            })
    void theManagementPortAnswers(String endpoint) throws IOException {
        assertThat(Http.get(gateway.managementPort(), "/actuator/" + endpoint).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/console.css",
                "/console.js",
                "/routes.js",
                "/state.json",
                "/backends.json",
                "/diagram.json?route=orders"
            })
    void theConsoleIsThere(String path) throws IOException {
        assertThat(Http.get(gateway.managementPort(), "/console" + path).status())
                .isEqualTo(200);
        assertThat(Http.get(gateway.port(), "/console" + path).status()).isEqualTo(401);
    }

    @Test
    void aNewRouteFileIsFollowed() throws IOException {
        write("invoices.xml", "/api/v1/invoices", "invoices");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> Http.get(gateway.port(), "/api/v1/invoices", Tokens.bearer())
                                .status()
                        == 200);
    }

    @Test
    void itSpeaksTlsWhereThatIsSet(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority("Test CA");
        authority.issue("gateway", "localhost").writeTo(folder);
        try (GatewayProcess secure = GatewayProcess.ofJar(
                        folder.resolve("log"),
                        Map.of(
                                "TLS_CERTIFICATE", folder.resolve("tls.crt").toString(),
                                "TLS_PRIVATE_KEY", folder.resolve("tls.key").toString()))
                .awaitReady(TestCertificate.context(authority, null))) {
            assertThat(Http.get(secure.managementPort(), "/actuator/health/liveness")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void sigtermEndsItWithStatus0() throws InterruptedException {
        gateway.askToEnd();

        assertThat(gateway.awaitEnd()).isZero();
    }
}
