package com.fincloud.gateway.routefile.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files need no scratch context, and what they declare. */
class BackendRoutesTest {

    private static final String URL = "<parameter name='url' value='http://one'/>";
    private static final String PARAMETERS =
            "<parameter name='path' value='/api/v1/x'/><parameter name='service' value='one'/>" + URL;
    private static final String ROUTE =
            "<templatedRoute routeTemplateRef='backend' routeId='x'>" + PARAMETERS + "</templatedRoute>";

    private final BackendRoutes routes = new BackendRoutes(new Placeholders(new DefaultCamelContext()));

    private @Nullable Declared xml(String text) {
        return routes.declared(RouteFileContents.of(new RouteFileText("x.xml", text)));
    }

    private static String file(String routes) {
        return "<templatedRoutes xmlns='http://camel.apache.org/schema/xml-io'>" + routes + "</templatedRoutes>";
    }

    @Test
    void aFileOfTheTemplateDeclaresItsIdsPathsAndServices() {
        String second = ROUTE.replace("'x'", "'y'")
                .replace("/x'", "/y'")
                .replace(
                        URL,
                        "<parameter name='url' value='http://two,http://one'/><parameter name='methods' value='get'/>");
        assertThat(xml(file(ROUTE + second)))
                .isEqualTo(new Declared(
                        List.of(
                                new RouteKeys(
                                        "x",
                                        List.of(
                                                "id x",
                                                "path /api/v1/x (GET)",
                                                "path /api/v1/x (HEAD)",
                                                "path /api/v1/x (POST)",
                                                "path /api/v1/x (PUT)",
                                                "path /api/v1/x (PATCH)",
                                                "path /api/v1/x (DELETE)",
                                                "path /api/v1/x (OPTIONS)")),
                                new RouteKeys("y", List.of("id y", "path /api/v1/y (GET)"))),
                        Set.of(),
                        Map.of(
                                "one",
                                Set.of(
                                        List.of(URI.create("http://one")),
                                        List.of(URI.create("http://one"), URI.create("http://two"))))));
    }

    @Test
    void yamlDeclaresTheSame() {
        String yaml =
                """
                - templatedRoute:
                    routeTemplateRef: backend
                    routeId: x
                    parameters:
                      - name: path
                        value: /api/v1/x
                      - name: service
                        value: one
                      - name: url
                        value: http://one
                """;
        assertThat(routes.declared(RouteFileContents.of(new RouteFileText("x.yaml", yaml))))
                .isEqualTo(xml(file(ROUTE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<templatedRoute routeTemplateRef='backend'>" + PARAMETERS + "</templatedRoute>",
                "<templatedRoute routeTemplateRef='other' routeId='x'>" + PARAMETERS + "</templatedRoute>",
                "<templatedRoute routeTemplateRef='backend' routeId='x' prefixId='p'>" + PARAMETERS
                        + "</templatedRoute>",
                "<templatedRoute routeTemplateRef='backend' routeId='{{x}}'>" + PARAMETERS + "</templatedRoute>",
                "<templatedRoute routeTemplateRef='backend' routeId='x'>text" + PARAMETERS + "</templatedRoute>",
                "<templatedRoute routeTemplateRef='backend' routeId='x'><bean name='b'/>" + PARAMETERS
                        + "</templatedRoute>",
                "<templatedRoute routeTemplateRef='backend' routeId='x'><parameter name='path' value='/a+b'/>"
                        + "<parameter name='service' value='one'/>" + URL + "</templatedRoute>",
                ROUTE + ROUTE,
                ROUTE + "<route/>",
                "",
            })
    void aFileWithAnythingElseIsTried(String routes) {
        assertThat(xml(file(routes))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<templatedRoutes>" + ROUTE + "</templatedRoutes>",
                "<templatedRoutes xmlns='http://example.com'>" + ROUTE + "</templatedRoutes>",
                "<templatedRoutes xmlns:c='http://camel.apache.org/schema/xml-io'>" + ROUTE + "</templatedRoutes>",
                "<camel xmlns='http://camel.apache.org/schema/xml-io'>" + ROUTE + "</camel>",
            })
    void aFileWithAnotherFrameIsTried(String file) {
        assertThat(xml(file)).isNull();
    }
}
