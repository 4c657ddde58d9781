package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/variables.schema.json}, which lets editors complete the variables, says what the code says. With {@code -Dwrite=true} the test
 * writes the file.
 */
class VariablesSchemaTest {

    private static final Path FILE = Path.of("docs/variables.schema.json");
    private static final Pattern WORDS = Pattern.compile("[a-z]+(, [a-z]+)* or [a-z]+");

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> meanings = meanings();

    VariablesSchemaTest() throws IOException {}

    /** The comment above each variable of {@code .env.example}. */
    private static Map<String, String> meanings() throws IOException {
        Map<String, String> meanings = new LinkedHashMap<>();
        String above = "";
        for (String line : Files.readAllLines(Path.of(".env.example"))) {
            if (line.matches("# [A-Z][A-Z0-9_]*=.*")) {
                meanings.put(line.substring(2, line.indexOf('=')), above);
            }
            above = line.replaceFirst("^# ", "");
        }
        return meanings;
    }

    /** The accepted values, where they are a few words. */
    private static List<String> words(Variable variable) {
        return WORDS.matcher(variable.accepted()).matches()
                ? List.of(variable.accepted().split(", | or "))
                : List.of();
    }

    private ObjectNode schema() {
        ObjectNode schema = json.createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Variables of the FinCloud API gateway")
                .put("type", "object")
                .put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        for (Variable variable : Variable.values()) {
            String meaning = meanings.get(variable.name());
            ObjectNode property = properties
                    .putObject(variable.name())
                    .put("description", meaning + ". Accepted: " + variable.accepted())
                    .put("default", variable.defaultValue());
            List<String> words = words(variable);
            ArrayNode types = property.putArray("type").add("string");
            if (words.isEmpty()) {
                types.add("number"); // YAML reads an unquoted 8000 as a number, and the environment has text
            } else {
                words.forEach(property.putArray("enum")::add);
                if (words.contains("true")) {
                    types.add("boolean");
                    property.withArray("enum").add(true).add(false);
                }
            }
            if (variable.isSecret()) {
                properties
                        .putObject(variable.fileName())
                        .put("description", "The path of a file with the value of " + variable.name())
                        .put("type", "string");
            }
        }
        return schema;
    }

    @Test
    void theFileSaysWhatTheCodeSays() throws IOException {
        JsonNode schema = schema();
        if (Boolean.getBoolean("write")) {
            Files.writeString(FILE, schema.toPrettyString() + "\n");
        }

        assertThat(json.readTree(FILE.toFile()))
                .as("write it anew: ./mvnw test -Dtest=VariablesSchemaTest -Dwrite=true")
                .isEqualTo(schema);
    }

    @Test
    void theGatewayAcceptsEveryWordOfTheSchema() {
        for (Variable variable : Variable.values()) {
            for (String word : words(variable)) {
                Map<String, String> environment = new HashMap<>(Map.of("JWT_SECRET", "s".repeat(64)));
                environment.put(variable.name(), word);
                assertThatCode(() -> SettingsReader.read(name -> environment.getOrDefault(name, ""), ""))
                        .as(variable + "=" + word)
                        .doesNotThrowAnyException();
            }
        }
    }
}
