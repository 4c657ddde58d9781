package com.fincloud.gateway.openapi.sanitize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.growth.Growth;
import com.fincloud.gateway.http.header.AcceptedCodings;
import com.fincloud.gateway.openapi.Precondition;
import com.fincloud.gateway.openapi.merge.DocumentStatus;
import com.fincloud.gateway.openapi.merge.DocumentStatus.State;
import com.fincloud.gateway.openapi.merge.ExposedRoute;
import com.fincloud.gateway.openapi.merge.MergedDocument;
import com.fincloud.gateway.openapi.merge.MergedDocument.Described;
import com.fincloud.gateway.openapi.merge.OperationDetails;
import com.fincloud.gateway.settings.SettingsReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients say when they ask for the document, and what services put into theirs, is read in linear time. */
class DocumentGrowthTest {

    private static final ExposedRoute ROUTE = new ExposedRoute(
            "r", "/api", true, List.of("GET"), "s", List.of(URI.create("http://s")), null, List.of(), 0, 0, "");

    @Test
    void conditionsAndCodings() {
        for (String begin : new String[] {"", "gzip;q=0.", "gzip;", "\"", "W/\"a\","}) {
            Growth.isLinear(
                    begin, "x", text -> AcceptedCodings.of(List.of(text)).prefersGzip());
            Growth.isLinear(begin, "x", text -> Precondition.names(text, "\"a\""));
        }
    }

    @Test
    void pathsAndReferences() {
        for (String begin : new String[] {"", "/", "/{", "#/components/schemas/", "#/components/schemas/A/"}) {
            Growth.isLinear(begin, "x\n", PathTemplate::isUsable);
            Growth.isLinear(begin, "x\n", PathTemplate::names);
            Growth.isLinear(begin, "x\n", PathTemplate::shape);
            Growth.isLinear(begin, "x\n", text -> Component.of(text));
            Growth.isLinear(begin, "x\n", Component::rest);
            Growth.isLinear(begin, "x\n", OperationDetails::usable);
        }
    }

    @Test
    void stepsIntoASchemaHaveNoStackToFill() {
        for (String step : new String[] {"/items", "/properties/a", "/allOf/1", "/x"}) {
            Growth.isLinear(
                    step,
                    length -> step.repeat(length / step.length()) + "/",
                    pointer -> SchemaPointer.isInside(pointer));
        }
        assertThat(SchemaPointer.isInside("/items".repeat(50_000))).isTrue();
    }

    private static String document(String more, String schemas) {
        return "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"t\",\"version\":\"1\"}," + more
                + "\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{\"content\":{\"a/b\":{\"schema\":{\"$ref\":"
                + "\"#/components/schemas/A\"}}}}}}}},\"components\":{\"schemas\":{" + schemas + "}}}";
    }

    private static void merge(String text) {
        MergedDocument merged = new MergedDocument(SettingsReader.read(name -> "", "1"), (method, path) -> "r");
        try {
            ServiceDocument document = ServiceDocument.read(text.getBytes(StandardCharsets.UTF_8));
            DocumentStatus status = new DocumentStatus("s", State.LIVE, null, null);
            merged.of(
                    List.of(
                            new Described("s", List.of(ROUTE), document, status),
                            new Described("other", List.of(ROUTE), document, status)),
                    List.of());
        } catch (DocumentException e) {
            // beyond a bound
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"openapi\":\"3.1.0\",\"paths\":{},\"servers\":[{\"url\":\"http://h/%s\"}]}",
                "{\"openapi\":\"3.1.0\",\"paths\":{\"/%s\":{\"get\":{}}}}",
                "{\"openapi\":\"3.1.0\",\"paths\":{\"/a\":{\"get\":{\"operationId\":\"%s\",\"externalDocs\":{\"url\":\"http://a%s\"}}}}}",
                "{\"openapi\":\"3.1.0%s\",\"paths\":{}}"
            })
    void textsOfADocument(String form) {
        for (String unit : new String[] {"/", "%2", " ", "{a}", "a.", "1", "_"}) {
            Growth.isLinear(
                    form + unit,
                    length -> form.replace("%s", unit.repeat(length / unit.length()) + "x"),
                    DocumentGrowthTest::merge);
        }
    }

    private static String many(int count, IntFunction<String> member) {
        return IntStream.range(0, count).mapToObj(member).collect(Collectors.joining(","));
    }

    private static String ref(String name) {
        return "{\"$ref\":\"#/components/schemas/" + name + "\"}";
    }

    @Test
    void mediaTypesWithBlanks() {
        String type = "a/b;" + " ".repeat(1_990) + "\\u0001";
        Growth.isLinear(
                "media types",
                length -> "{\"openapi\":\"3.1.0\",\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{\"content\":{"
                        + many(length / 2_000, i -> "\"" + i + type + "\":{}") + "}}}}}}}",
                DocumentGrowthTest::merge);
    }

    @Test
    void componentsThatWantOneName() {
        Growth.isLinear(
                "names that differ in what no name may hold",
                length -> {
                    int count = Math.min(8_000, length / 100);
                    return document(
                            "",
                            "\"A\":{\"anyOf\":[" + many(count, i -> ref("a" + unusable(i))) + "]},"
                                    + many(count, i -> "\"a" + unusable(i) + "\":{\"title\":\"" + i + "\"}"));
                },
                DocumentGrowthTest::merge);
    }

    /** As many different texts of one length as wanted, of characters that a component's name has none of. */
    private static String unusable(int number) {
        return Integer.toString(number + 0x10000, 16)
                .chars()
                .mapToObj(c -> "!$&'()*+,;=:@?é".substring(Character.digit(c, 16) % 15, Character.digit(c, 16) % 15 + 1)
                        + (Character.digit(c, 16) == 15 ? "!" : "é"))
                .collect(Collectors.joining());
    }

    @Test
    void chainsOfSchemasOfWhichTheLastIsContested() {
        Growth.isLinear(
                "a chain",
                length -> {
                    int count = Math.min(8_000, length / 40);
                    return document(
                            "",
                            "\"A\":" + ref("b0") + ","
                                    + many(count, i -> "\"b" + i + "\":" + ref("b" + (i + 1)))
                                    + ",\"b" + count + "\":{\"anyOf\":[" + ref("X!") + "," + ref("X?") + "]},"
                                    + "\"X!\":{\"title\":\"1\"},\"X?\":{\"title\":\"2\"}");
                },
                DocumentGrowthTest::merge);
    }

    @Test
    void choicesByADiscriminator() {
        Growth.isLinear(
                "choices",
                length -> {
                    int count = Math.min(8_000, length / 100);
                    return document(
                            "",
                            "\"A\":{\"discriminator\":{\"propertyName\":\"p\"},\"oneOf\":["
                                    + many(count, i -> ref("c" + i + "!")) + "]},"
                                    + many(count, i -> "\"c" + i + "!\":{\"title\":\"x\"}"));
                },
                DocumentGrowthTest::merge);
    }
}
