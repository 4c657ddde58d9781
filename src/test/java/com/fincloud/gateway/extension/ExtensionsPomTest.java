package com.fincloud.gateway.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What extensions are compiled against is what the gateway has. */
class ExtensionsPomTest {

    private static final Path LIBRARIES = Path.of("extensions", "gateway-libraries.xml");
    private static final Path BILL_OF_MATERIALS =
            Path.of("target", "classes", "META-INF", "sbom", "application.cdx.json");

    private static Document pom(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    private static Map<String, String> listed() throws Exception {
        Map<String, String> listed = new TreeMap<>();
        var dependencies = pom(LIBRARIES).getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            if (dependency.getElementsByTagName("scope").getLength() == 1
                    && text(dependency, "scope").equals("provided")) {
                listed.put(
                        text(dependency, "groupId") + ":" + text(dependency, "artifactId"),
                        text(dependency, "version"));
            }
        }
        return listed;
    }

    private static Map<String, String> shipped() throws IOException {
        Map<String, String> shipped = new TreeMap<>();
        for (JsonNode library :
                new ObjectMapper().readTree(BILL_OF_MATERIALS.toFile()).path("components")) {
            String group = library.path("group").asText();
            String name = library.path("name").asText();
            boolean empty = name.endsWith("-starter") || name.startsWith("spring-boot-starter");
            if (!empty && !name.equals("swagger-ui")) {
                shipped.put(group + ":" + name, library.path("version").asText());
            }
        }
        return shipped;
    }

    @Test
    void theLibrariesOfTheGatewayAreListedWithTheirVersions() throws Exception {
        Map<String, String> shipped = shipped();
        Path proposal = Path.of("target", "gateway-libraries.txt");
        Files.writeString(
                proposal,
                new TreeSet<>(shipped.keySet())
                        .stream()
                                .map(name -> "    <dependency><groupId>" + name.replace(":", "</groupId><artifactId>")
                                        + "</artifactId><version>" + shipped.get(name)
                                        + "</version><scope>provided</scope><exclusions><exclusion><groupId>*</groupId>"
                                        + "<artifactId>*</artifactId></exclusion></exclusions></dependency>\n")
                                .collect(Collectors.joining()));

        assertThat(listed())
                .as("the libraries in " + LIBRARIES + "; " + proposal + " has the ones to be listed")
                .isEqualTo(shipped);
    }

    @Test
    void theVersionsAreThoseOfTheGatewaysPom() throws Exception {
        Element gateway = pom(Path.of("pom.xml")).getDocumentElement();
        Element libraries = pom(LIBRARIES).getDocumentElement();
        for (String version : new String[] {"camel.version", "netty.version", "jackson-bom.version"}) {
            assertThat(text(libraries, version)).as(version).isEqualTo(text(gateway, version));
        }
        Element parent = (Element) gateway.getElementsByTagName("parent").item(0);
        assertThat(text(libraries, "spring-boot.version")).isEqualTo(text(parent, "version"));
        assertThat(text(libraries, "maven.compiler.release")).isEqualTo(text(gateway, "java.version"));
    }
}
