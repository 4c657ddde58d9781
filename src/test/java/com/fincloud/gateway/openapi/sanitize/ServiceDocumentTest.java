package com.fincloud.gateway.openapi.sanitize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a service's document, whatever it holds. */
class ServiceDocumentTest {

    private static ServiceDocument read(String json) throws DocumentException {
        return ServiceDocument.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** A document of one operation with these schemas; its answer is the first of them, {@code A}. */
    private static ServiceDocument withSchemas(String version, String schemas) throws DocumentException {
        return read(
                """
                {'openapi':'%s','info':{'title':'T','version':'1'},'paths':{'/a':{'get':{'responses':{'200':{'description':'d',
                'content':{'application/json':{'schema':{'$ref':'#/components/schemas/A'}}}}}}}},'components':{'schemas':%s}}"""
                        .formatted(version, schemas));
    }

    private static ObjectNode schema(ServiceDocument document, String name) {
        ObjectNode found = document.components().get(new Component("schemas", name));
        return Objects.requireNonNull(found, name);
    }

    private static JsonNode json(String text) throws DocumentException {
        return BoundedJson.object(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html>",
                "{'openapi':'3.1.0'}",
                "{'swagger':'2.0','paths':{}}",
                "{'openapi':'3.1.0','paths':[]}",
                "{'openapi':'4.0.0','paths':{}}",
                "{'openapi':'3.1.0','paths':{},'paths':{}}",
                "{'openapi':'3.1.0','paths':{}} {}"
            })
    void whatIsNoDocumentIsRefusedWithAReason(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("it ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Exception"));
    }

    @Test
    void nestingAndNumberOfPartsAreBounded() {
        String deep = "{'openapi':'3.1.0','paths':{},'x':" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String many = "{'openapi':'3.1.0','paths':{},'x':[" + "[],".repeat(300_000) + "[]]}";

        assertThatThrownBy(() -> read(deep)).hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> read(many)).hasMessageContaining("too many parts");
    }

    @Test
    void aChainOfThousandsOfSchemasIsReadToItsEnd() throws Exception {
        StringBuilder schemas = new StringBuilder("{'A':{'$ref':'#/components/schemas/S0'}");
        for (int i = 0; i < 20_000; i++) {
            schemas.append(",'S%d':{'$ref':'#/components/schemas/S%d'}".formatted(i, i + 1));
        }

        ServiceDocument document = withSchemas(
                "3.1.0", schemas.append(",'S20000':{'type':'string'}}").toString());

        assertThat(document.components()).hasSize(20_002);
    }

    @Test
    void aSchemaThatIsItselfIsCutAndOneThatHasItselfIsNot() throws Exception {
        ServiceDocument document = withSchemas(
                "3.1.0",
                """
                {'A':{'type':'object','properties':{'b':{'$ref':'#/components/schemas/B'},'again':{'$ref':'#/components/schemas/A'}}},
                 'B':{'$ref':'#/components/schemas/C'},
                 'C':{'allOf':[{'$ref':'#/components/schemas/B'},{'type':'object'}]}}""");

        assertThat(schema(document, "C")).isEqualTo(json("{'allOf':[{},{'type':'object'}]}"));
        assertThat(schema(document, "A").at("/properties/again/$ref").asText()).isEqualTo("#/components/schemas/A");
    }

    @Test
    void referencesOutOfTheDocumentAndToNowhereLeadNowhere() throws Exception {
        ServiceDocument document = withSchemas(
                "3.1.0",
                """
                {'A':{'type':'object','properties':{
                  'web':{'$ref':'https://evil.example/x.json#/a'},'file':{'$ref':'file:///etc/passwd'},
                  'relative':{'$ref':'other.json'},'root':{'$ref':'#'},'path':{'$ref':'#/paths/~1a'},
                  'missing':{'$ref':'#/components/schemas/Missing'},'wrong':{'$ref':'#/components/responses/A'},
                  'inside':{'$ref':'#/components/schemas/A/properties/ok'},'ok':{'type':'string'}},
                  '$id':'https://evil.example/','$dynamicRef':'#x','example':{'$ref':'https://evil.example/'}}}""");

        JsonNode properties = schema(document, "A").path("properties");
        assertThat(schema(document, "A").findValuesAsText("$ref"))
                .containsExactly("#/components/schemas/A/properties/ok");
        assertThat(properties.path("web")).isEqualTo(json("{'description':'Described outside of this document'}"));
        assertThat(schema(document, "A").toString()).doesNotContain("evil").doesNotContain("etc/passwd");
    }

    @Test
    void namesThatChangePrototypesAreLeftOut() throws Exception {
        ServiceDocument document = withSchemas(
                "3.1.0",
                """
                {'A':{'type':'object','properties':{'__proto__':{'type':'string'},'constructor':{'type':'string'}},
                  'default':{'__proto__':{'x':1},'constructor':{'prototype':{'x':1}},'fine':1}},'__proto__':{'type':'string'}}""");

        assertThat(schema(document, "A"))
                .isEqualTo(
                        json(
                                """
                {'default':{'fine':1},'type':'object','properties':{'constructor':{'type':'string'}}}"""));
    }

    @Test
    void fieldsOfTheWrongTypeAreLeftOut() throws Exception {
        ServiceDocument document = read(
                """
                {'openapi':'3.1.0','info':5,'paths':{'/a/{id}':{'parameters':'none','get':{'summary':[],'operationId':7,
                 'parameters':[3,{'in':'path'},{'name':'q','in':'nowhere'},{'name':'q','in':'query','schema':{'type':'banana','minimum':'x'}}],
                 'requestBody':{'content':{}},'responses':{'abc':{},'200':'x','404':{'description':5,'content':{'no type':{}}}},
                 'security':[{'x':[]}],'servers':[{'url':'http://10.0.0.1'}],'callbacks':{'c':{}}},'trace':{},'x-y':1},
                 'nopath':{'get':{}},'/../up':{'get':{}},'/a?b':{'get':{}},'/a//b':{'get':{}},'/%2e%2e/b':{'get':{}},'/{x}/{x}':{'get':{}}}}""");

        assertThat(document.operations()).hasSize(1);
        assertThat(document.operations().get(0).content())
                .isEqualTo(
                        json(
                                """
                {'parameters':[{'name':'q','in':'query','schema':{}}],
                 'responses':{'404':{'description':'','content':{}}}}"""));
    }

    @Test
    void aDocumentOf30BecomesOneOf31() throws Exception {
        ServiceDocument document = withSchemas(
                "3.0.3",
                """
                {'A':{'type':'object','properties':{
                  'name':{'type':'string','nullable':true,'enum':['a']},
                  'b':{'nullable':true,'allOf':[{'$ref':'#/components/schemas/B'}]},
                  'ref':{'$ref':'#/components/schemas/B','description':'ignored in 3.0'},
                  'n':{'type':'number','minimum':0,'exclusiveMinimum':true,'maximum':9,'exclusiveMaximum':false}}},
                 'B':{'type':'object'}}""");

        assertThat(schema(document, "A").path("properties"))
                .isEqualTo(
                        json(
                                """
                {'name':{'type':['string','null'],'enum':['a',null]},
                 'b':{'anyOf':[{'allOf':[{'$ref':'#/components/schemas/B'}]},{'type':'null'}]},
                 'ref':{'$ref':'#/components/schemas/B'},
                 'n':{'type':'number','exclusiveMinimum':0,'maximum':9}}"""));
    }

    @Test
    void parametersOfAPathItemReachItsOperationsAndEachComesOnce() throws Exception {
        ServiceDocument document = read(
                """
                {'openapi':'3.0.1','paths':{'/a/{id}':{'parameters':[{'$ref':'#/components/parameters/Id'},
                 {'name':'page','in':'query','schema':{'type':'integer'}}],
                 'get':{'parameters':[{'name':'page','in':'query','schema':{'type':'string'}},{'$ref':'#/components/parameters/Loop'}]}}},
                 'components':{'parameters':{'Id':{'name':'id','in':'path','schema':{'type':'string'}},
                 'Loop':{'$ref':'#/components/parameters/Loop'}}}}""");

        assertThat(document.operations().get(0).content().path("parameters").toString())
                .isEqualTo(
                        "[{\"name\":\"page\",\"in\":\"query\",\"schema\":{\"type\":\"string\"}},{\"$ref\":\"#/components/parameters/Id\"}]");
    }
}
