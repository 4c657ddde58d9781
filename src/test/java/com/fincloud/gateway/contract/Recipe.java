package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A page of {@code docs/routes} that adds a component to a gateway: a test does what the page says, with the texts of the page. */
final class Recipe {

    private final String name;
    private final String page;
    private final List<String> blocks;

    private Recipe(String name, String page) {
        this.name = name;
        this.page = page;
        blocks = Arrays.stream(page.split("```", -1))
                .filter(block -> block.startsWith("xml\n"))
                .map(block -> block.substring(4))
                .toList();
    }

    static Recipe of(String name) throws IOException {
        return new Recipe(name, Files.readString(Path.of("docs/routes", name + ".md")));
    }

    private String block(String text) {
        List<String> found =
                blocks.stream().filter(block -> block.contains(text)).toList();
        assertThat(found).as("XML of docs/routes/%s.md with %s", name, text).hasSize(1);
        return found.get(0);
    }

    /** The statements that prepare the database, a line each. */
    List<String> statements() {
        return Arrays.stream(page.split("```", -1))
                .filter(block -> block.startsWith("sql\n"))
                .flatMap(String::lines)
                .skip(1)
                .toList();
    }

    /** Makes the folders of an installation: {@code extensions} with the libraries, and {@code routes} with the file. */
    private void follow(Path folder) throws IOException, InterruptedException {
        Path extensions = Files.createDirectories(folder.resolve("extensions"));
        Files.copy(Path.of("extensions/gateway-libraries.xml"), extensions.resolve("gateway-libraries.xml"));
        String pom = Files.readString(Path.of("extensions/pom.xml"));
        int end = pom.lastIndexOf("</dependencies>");
        Files.writeString(
                extensions.resolve("pom.xml"), pom.substring(0, end) + block("<dependency>") + pom.substring(end));
        ServerProcess.maven(
                folder.resolve("maven"), "-f", extensions.resolve("pom.xml").toString(), "package");
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve(name + ".xml"), block("<from uri="));
    }

    /** Starts a gateway that has the component and the route file of the page. */
    GatewayProcess start(Path folder, Map<String, String> variables) throws IOException, InterruptedException {
        follow(folder);
        Map<String, String> all = new HashMap<>(variables);
        all.put("EXTENSIONS_DIR", folder.resolve("extensions").toString());
        all.put("ROUTES_DIR", folder.resolve("routes").toString());
        all.put("RATE_LIMIT_ENABLED", "false");
        all.put("REDIS_URL", "redis://127.0.0.1:1/0");
        return new GatewayProcess(folder.resolve("log"), "256m", all).awaitReady();
    }
}
