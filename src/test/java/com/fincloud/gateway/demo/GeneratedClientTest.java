package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Programs understand the API document: a validator finds nothing wrong, and a client that is generated from it calls the demo. */
class GeneratedClientTest {

    private static final Path DOCUMENT = Path.of("target/openapi.json");

    private static @Nullable ConfigurableApplicationContext gateway;
    private static String url = "";
    private static String document = "";

    private Path folder = DOCUMENT;

    @BeforeEach
    void takeFolder(@TempDir Path empty) {
        folder = empty;
    }

    /** Leaves the document at {@code target/openapi.json} for the linter of {@code .ci/run}. */
    @BeforeAll
    static void start() throws Exception {
        gateway = DevGateway.run("--SERVICE_PORT=0", "--MANAGEMENT_PORT=0", "--demo.ports=free")
                .context();
        url = "http://localhost:" + gateway.getEnvironment().getRequiredProperty("local.server.port");
        document = ApiDocument.awaitLive(url);
        Files.writeString(DOCUMENT, document);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void aValidatorFindsNothingWrong() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(document, List.of(), options);

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getPaths()).hasSizeGreaterThan(25);
    }

    @Test
    void everyEndpointOfTheGatewayIsDescribed() {
        JsonNode paths = ApiDocument.read(document).path("paths");

        assertThat(List.of(
                        "/",
                        "/health",
                        "/api/v1/health",
                        "/api/v1/health/live",
                        "/api/v1/health/ready",
                        "/api/v1/health/detailed",
                        "/api/v1/status",
                        "/openapi.json",
                        "/openapi.yaml",
                        "/docs",
                        "/redoc"))
                .allMatch(paths::has);
    }

    @Test
    void aGeneratedClientLogsInAndReadsAccounts() throws Exception {
        generate();
        compile();
        URL[] classes = {folder.resolve("classes").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
            Object anonymous = client(loader, "");
            Object credentials = loader.loadClass("generated.model.Credentials")
                    .getConstructor()
                    .newInstance();
            call(credentials, "setEmail", User.DEMO_EMAIL);
            call(credentials, "setPassword", User.DEMO_PASSWORD);
            Object session = call(api(loader, "BudgetApi", anonymous), "loginApiV1AuthLoginPost", credentials);
            String token = String.valueOf(call(session, "getAccessToken"));

            Object accounts = call(api(loader, "BudgetApi", client(loader, token)), "listAccountsApiV1AccountsGet");

            assertThat((List<?>) accounts).hasSize(2);
            assertThat(call(((List<?>) accounts).get(0), "getName")).isEqualTo("Everyday account");
        }
    }

    private void generate() throws Exception {
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        Path.of("target/generator/openapi-generator-cli.jar")
                                .toAbsolutePath()
                                .toString(),
                        "generate",
                        "-g",
                        "java",
                        "--library",
                        "native",
                        "-i",
                        DOCUMENT.toAbsolutePath().toString(),
                        "-o",
                        folder.resolve("client").toString(),
                        "--invoker-package",
                        "generated",
                        "--api-package",
                        "generated.api",
                        "--model-package",
                        "generated.model",
                        "--global-property",
                        "apiTests=false,modelTests=false,apiDocs=false,modelDocs=false",
                        "--additional-properties",
                        "openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true,annotationLibrary=none")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("generator.log").toFile())
                .start();
        boolean ended = generator.waitFor(120, TimeUnit.SECONDS);
        assertThat(ended && generator.exitValue() == 0)
                .as(Files.readString(folder.resolve("generator.log")))
                .isTrue();
    }

    private void compile() throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(folder.resolve("client/src/main/java"))) {
            List<Path> java =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "-d",
                    folder.resolve("classes").toString(),
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-proc:none",
                    "-nowarn");
            boolean compiled = compiler.getTask(
                            output, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                    .call();
            assertThat(compiled).as(output.toString()).isTrue();
        }
    }

    private static Object client(ClassLoader loader, String token) throws Exception {
        Object client = loader.loadClass("generated.ApiClient").getConstructor().newInstance();
        call(client, "updateBaseUri", url);
        if (!token.isEmpty()) {
            Consumer<HttpRequest.Builder> authorize = request -> request.header("Authorization", "Bearer " + token);
            call(client, "setRequestInterceptor", authorize);
        }
        return client;
    }

    private static Object api(ClassLoader loader, String name, Object client) throws Exception {
        return loader.loadClass("generated.api." + name)
                .getConstructor(client.getClass())
                .newInstance(client);
    }

    private static Object call(Object target, String name, Object... arguments) throws Exception {
        List<Method> found = new ArrayList<>();
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                found.add(method);
            }
        }
        assertThat(found).as(name).isNotEmpty();
        Object result = found.get(0).invoke(target, arguments);
        return result == null ? Map.of() : result;
    }
}
