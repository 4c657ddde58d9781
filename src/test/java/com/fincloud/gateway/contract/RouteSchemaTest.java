package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;

/** Route files are valid under Camel's own schema, so that editors help, and the folder's page lists every example. */
class RouteSchemaTest {

    private static final String SCHEMA = "/org/apache/camel/catalog/schemas/camel-xml-io.xsd";

    private static Schema schema;

    @BeforeAll
    static void read() throws SAXException {
        schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Objects.requireNonNull(RouteSchemaTest.class.getResource(SCHEMA)));
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteFileIsValid(Path file) {
        assertThatCode(() -> schema.newValidator().validate(new StreamSource(file.toFile())))
                .doesNotThrowAnyException();
    }

    @Test
    void thePageListsEveryExample() throws IOException {
        String page = Files.readString(Path.of("routes/README.md"));

        List<String> examples = page.lines()
                .filter(line -> line.startsWith("| [`"))
                .map(line -> line.replaceAll("\\| \\[`([^`]+)`]\\(examples/\\1\\) \\| .+ \\|", "$1"))
                .toList();

        assertThat(examples).containsExactlyInAnyOrderElementsOf(ExamplesContractTest.files());
    }
}
