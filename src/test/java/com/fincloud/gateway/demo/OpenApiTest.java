package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenApiTest {

    static Stream<DemoService> services() {
        Clock clock = Clock.systemUTC();
        return Stream.of(
                new BudgetService(
                        new Tokens(new Variables(name -> null), clock),
                        new Revoker("redis://127.0.0.1:1", clock),
                        clock),
                new PortfolioService(clock),
                new NotificationService(clock));
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldListEveryOperationThatIsServed(DemoService service) throws Exception {
        JsonNode document = document(service);
        List<String> operations = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(operations)
                .containsExactlyInAnyOrderElementsOf(service.endpoints().documented());
        assertThat(document.findValuesAsText("operationId"))
                .doesNotHaveDuplicates()
                .hasSameSizeAs(operations);
        assertThat(document.findValuesAsText("$ref"))
                .allMatch(reference -> document.at(reference.substring(1)).isObject());
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldAnswerEveryReadAsTheDocumentSays(DemoService service) throws Exception {
        JsonNode document = document(service);
        service.start(0);

        try (service) {
            Client client = Client.of(service);
            for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
                JsonNode get = path.getValue().path("get");
                if (!get.isMissingNode()) {
                    String address = path.getKey().replace("{id}", "1");
                    int anonymous = client.get(address).status();

                    assertThat(anonymous).as(address).isEqualTo(get.has("security") ? 401 : 200);
                    Client.Reply reply = client.get(address, User.DEMO_ID);
                    assertThat(reply.status()).as(address).isEqualTo(200);
                    JsonNode schema = get.at("/responses/200/content/application~1json/schema");
                    assertMatches(address, reply.json(), schema, document);
                }
            }
        }
    }

    /** Objects have exactly the members of their schema. */
    private static void assertMatches(String where, JsonNode value, JsonNode schema, JsonNode document) {
        JsonNode resolved =
                schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
        if (resolved.has("items")) {
            assertThat(value).as(where).isNotEmpty();
            value.forEach(item -> assertMatches(where, item, resolved.path("items"), document));
        } else if (resolved.has("properties")) {
            assertThat(value.fieldNames())
                    .toIterable()
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(
                            () -> resolved.path("properties").fieldNames());
        }
    }

    private static JsonNode document(DemoService service) throws Exception {
        return Json.resource("/demo/" + service.name().replace("-service", "") + "-openapi.json");
    }
}
