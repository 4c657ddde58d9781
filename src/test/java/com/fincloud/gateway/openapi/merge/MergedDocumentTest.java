package com.fincloud.gateway.openapi.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.openapi.merge.DocumentStatus.State;
import com.fincloud.gateway.openapi.merge.MergedDocument.Described;
import com.fincloud.gateway.openapi.sanitize.DocumentException;
import com.fincloud.gateway.openapi.sanitize.ServiceDocument;
import com.fincloud.gateway.settings.SettingsReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How documents of several services become one. */
class MergedDocumentTest {

    private static final List<String> ALL = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final List<ExposedRoute> routes = new ArrayList<>();
    private final List<Described> services = new ArrayList<>();

    private ExposedRoute route(String id, String path, String service, @Nullable String rewrite, String... roles) {
        ExposedRoute route = new ExposedRoute(
                id,
                path,
                true,
                ALL,
                service,
                List.of(URI.create("http://" + service)),
                rewrite,
                List.of(roles),
                0,
                0,
                "");
        routes.add(route);
        return route;
    }

    private void service(String name, @Nullable String document, ExposedRoute... leading) throws DocumentException {
        State state = document == null ? State.UNKNOWN : State.LIVE;
        services.add(new Described(
                name,
                Arrays.asList(leading),
                document == null
                        ? null
                        : ServiceDocument.read(document.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                new DocumentStatus(name, state, null, null)));
    }

    private ObjectNode merged() {
        return merged(name -> "");
    }

    private ObjectNode merged(Function<String, String> variables) {
        Dispatcher longestPrefix = (method, path) -> routes.stream()
                .filter(route -> path.equals(route.path()) || path.startsWith(route.path() + "/"))
                .max(Comparator.comparing(route -> route.path().length()))
                .map(ExposedRoute::id)
                .orElse(null);
        return new MergedDocument(SettingsReader.read(variables, "1.2.3"), longestPrefix).of(services, List.of());
    }

    private static String document(String paths, String components) {
        return "{'openapi':'3.1.0','info':{'title':'T','version':'1'},'paths':" + paths + ",'components':{'schemas':"
                + components + "}}";
    }

    private static String get(String id, String schema) {
        return ("{'get':{'operationId':'%s','responses':{'200':{'description':'d','content':{'application/json':{'schema':"
                        + "{'$ref':'#/components/schemas/%s'}}}}}}}")
                .formatted(id, schema);
    }

    private static List<String> paths(JsonNode document, String tag) {
        List<String> paths = new ArrayList<>();
        document.path("paths").properties().forEach(path -> {
            if (path.getValue().findValuesAsText("x-gateway-service").contains(tag)) {
                paths.add(path.getKey());
            }
        });
        return paths;
    }

    private static String schemaOf(JsonNode document, String path) {
        return document.path("paths")
                .path(path)
                .path("get")
                .at("/responses/200/content/application~1json/schema/$ref")
                .asText();
    }

    @Test
    void anOperationStandsAtTheRouteThatIsMostParticularAboutIt() throws Exception {
        service(
                "a",
                document(
                        "{'/api/v1/items/':%s,'/api/v1/items/{id}':%s,'/api/v1/rest':%s,'/api/v2/x':%s,'/health':%s}"
                                .formatted(get("i", "S"), get("j", "S"), get("k", "S"), get("l", "S"), get("m", "S")),
                        "{'S':{'type':'string'}}"),
                route("a", "/api/v1/a", "a", "/api/v1"),
                route("items", "/api/v1/items", "a", "/api/v1/items/"));

        ObjectNode document = merged();

        assertThat(paths(document, "a")).containsExactly("/api/v1/items", "/api/v1/items/{id}", "/api/v1/a/rest");
        assertThat(document.at("/paths/~1api~1v1~1items/get/x-gateway-also-at/0")
                        .asText())
                .isEqualTo("/api/v1/a/items/");
    }

    @Test
    void noTemplateTakesAnotherServicesPath() throws Exception {
        service(
                "greedy",
                document(
                        "{'/api/{all}':%s,'/api/other/x':%s,'/api/mine':%s}"
                                .formatted(get("a", "S"), get("b", "S"), get("c", "S")),
                        "{'S':{'type':'string'}}"),
                route("greedy", "/api", "greedy", null));
        service("other", null, route("other", "/api/other", "other", null));

        ObjectNode document = merged();

        assertThat(paths(document, "greedy")).containsExactly("/api/{all}", "/api/mine");
        assertThat(paths(document, "other")).containsExactly("/api/other");
        assertThat(document.at("/paths/~1api~1other/get/x-gateway-prefix").asBoolean())
                .isTrue();
    }

    @Test
    void aNameIsChangedOnlyWhereItMeansTwoThings() throws Exception {
        String shared =
                "'Error':{'type':'object'},'Holder':{'properties':{'s':{'$ref':'#/components/schemas/Summary'}}}";
        String paths = "{'/p':%s,'/q':%s}".formatted(get("op", "Holder"), get("other", "Error"));
        service(
                "one",
                document(paths, "{'Summary':{'type':'string'},%s}".formatted(shared)),
                route("one", "/one", "one", "/"));
        service(
                "two",
                document(paths, "{'Summary':{'type':'number'},%s}".formatted(shared)),
                route("two", "/two", "two", "/"));

        ObjectNode document = merged();
        JsonNode schemas = document.at("/components/schemas");

        assertThat(schemas.properties().stream().map(Map.Entry::getKey).filter(name -> !name.startsWith("Gateway")))
                .containsExactlyInAnyOrder("Error", "OneSummary", "TwoSummary", "OneHolder", "TwoHolder");
        assertThat(schemaOf(document, "/one/p")).isEqualTo("#/components/schemas/OneHolder");
        assertThat(schemaOf(document, "/two/q")).isEqualTo("#/components/schemas/Error");
        assertThat(schemas.at("/TwoHolder/properties/s/$ref").asText()).isEqualTo("#/components/schemas/TwoSummary");
        assertThat(document.path("paths").findValuesAsText("operationId"))
                .doesNotHaveDuplicates()
                .contains("one_op", "two_op", "one_other", "two_other");
        assertThat(document.findValuesAsText("$ref"))
                .allMatch(reference -> document.at(reference.substring(1)).isObject());
    }

    @Test
    void aNameOfTheGatewayStaysTheGateways() throws Exception {
        service(
                "svc",
                document(
                        "{'/p':%s}".formatted(get("gateway_status", "gatewayerror")),
                        "{'gatewayerror':{'type':'string'}}"),
                route("svc", "/svc", "svc", "/"));

        ObjectNode document = merged();

        assertThat(document.at("/components/schemas/GatewayError/properties/detail/type")
                        .asText())
                .isEqualTo("string");
        assertThat(schemaOf(document, "/svc/p")).isEqualTo("#/components/schemas/Svcgatewayerror");
        assertThat(document.path("paths").findValuesAsText("operationId")).doesNotHaveDuplicates();
    }

    @Test
    void aDiscriminatorsValuesOutliveTheNewNamesOfItsSchemas() throws Exception {
        String pets = "{'Pet':{'oneOf':[{'$ref':'#/components/schemas/Cat'}],'discriminator':{'propertyName':'kind'}},"
                + "'Cat':{'allOf':[{'$ref':'#/components/schemas/Pet'},{'type':'%s'}]}}";
        service(
                "one",
                document("{'/p':%s}".formatted(get("p", "Pet")), pets.formatted("object")),
                route("one", "/one", "one", "/"));
        service(
                "two",
                document("{'/p':%s}".formatted(get("q", "Pet")), pets.formatted("string")),
                route("two", "/two", "two", "/"));

        assertThat(merged().at("/components/schemas/OnePet/discriminator/mapping/Cat")
                        .asText())
                .isEqualTo("#/components/schemas/OneCat");
    }

    @Test
    void templatesOfOneShapeAreOnePath() throws Exception {
        service(
                "svc",
                """
                {'openapi':'3.1.0','paths':{
                 '/p/{id}':{'get':{'parameters':[{'name':'id','in':'path','schema':{'type':'integer'}}]}},
                 '/p/{key}':{'delete':{'parameters':[{'name':'key','in':'path','schema':{'type':'integer'}}]}}}}""",
                route("svc", "/svc", "svc", "/"));

        ObjectNode document = merged();

        assertThat(paths(document, "svc")).containsExactly("/svc/p/{id}");
        assertThat(document.at("/paths/~1svc~1p~1{id}/delete/parameters/0/name").asText())
                .isEqualTo("id");
    }

    @Test
    void whoMayCallIsWhatTheGatewaySaysAndNotTheService() throws Exception {
        service(
                "svc",
                """
                {'openapi':'3.1.0','paths':{'/p':{'get':{'security':[{'own':[]}],'parameters':[
                  {'name':'X-User-ID','in':'header','schema':{'type':'string'}},{'name':'X-Page','in':'header','schema':{'type':'string'}}]}},
                 '/api/v1/auth/login':{'post':{'responses':{'401':{'description':'wrong password'}}}}}}""",
                route("svc", "/svc", "svc", "/", "ops", "admin"),
                route("auth", "/api/v1/auth", "svc", null));

        ObjectNode document = merged();
        JsonNode operation = document.at("/paths/~1svc~1p/get");
        JsonNode login = document.at("/paths/~1api~1v1~1auth~1login/post");

        assertThat(operation.path("security").toString())
                .isEqualTo("[{\"bearerAuth\":[\"admin\"]},{\"bearerAuth\":[\"ops\"]}]");
        assertThat(operation.path("responses").path("403").path("$ref").asText())
                .endsWith("/Forbidden");
        assertThat(operation.path("parameters").findValuesAsText("name")).containsExactly("X-Page");
        assertThat(login.path("security")).isEmpty();
        assertThat(login.at("/responses/401/description").asText()).isEqualTo("wrong password");
    }

    @Test
    void anApiKeyIsAnotherWayInWhereThereIsAFileWithKeys() throws Exception {
        service(
                "svc",
                """
                {'openapi':'3.1.0','paths':{'/p':{'get':{'parameters':[
                  {'name':'X_API-Key','in':'header','schema':{'type':'string'}},{'name':'X-Page','in':'header','schema':{'type':'string'}}]},
                  'put':{}}}}""",
                route("svc", "/svc", "svc", "/", "ops", "admin"),
                route("open", "/api/v1/auth/login", "svc", null));
        String parameters = "/paths/~1svc~1p/get/parameters";

        ObjectNode without = merged();
        ObjectNode with = merged(name -> name.equals("API_KEYS") ? "keys.yaml" : "");

        assertThat(without.at("/components/securitySchemes").has("apiKeyAuth")).isFalse();
        assertThat(without.at(parameters)).hasSize(2);
        assertThat(with.at("/components/securitySchemes/apiKeyAuth/type").asText())
                .isEqualTo("apiKey");
        assertThat(with.at("/components/securitySchemes/apiKeyAuth/name").asText())
                .isEqualTo("X-API-Key");
        assertThat(with.at("/paths/~1svc~1p/put/security").toString())
                .isEqualTo("[{\"bearerAuth\":[\"admin\"]},{\"bearerAuth\":[\"ops\"]},"
                        + "{\"apiKeyAuth\":[\"admin\"]},{\"apiKeyAuth\":[\"ops\"]}]");
        assertThat(with.at(parameters).findValuesAsText("name")).containsExactly("X-Page");
        assertThat(with.at("/paths/~1api~1v1~1auth~1login/get/security")).isEmpty();
    }

    @Test
    void aServersPathCountsWhereTheRoutesNeedIt() throws Exception {
        String spring = "{'openapi':'3.0.1','servers':[{'url':'http://host:8001/app'}],'paths':{'/v1/x':{'get':{}}}}";
        service("spring", spring, route("spring", "/spring", "spring", "/app"));
        String proxied = "{'openapi':'3.1.0','servers':[{'url':'/outer'}],'paths':{'/v1/y':{'get':{}}}}";
        service("fast", proxied, route("fast", "/fast", "fast", "/v1"));

        ObjectNode document = merged();

        assertThat(paths(document, "spring")).containsExactly("/spring/v1/x");
        assertThat(paths(document, "fast")).containsExactly("/fast/y");
    }
}
