package com.fincloud.gateway.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.extension.CamelArtifacts.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ArtifactModel;
import org.junit.jupiter.api.Test;

class CamelArtifactsTest {

    private final CamelCatalog catalog = new DefaultCamelCatalog();

    @Test
    void eachPartOfCamelsCatalogIsKnownUnlessTheGatewayHasIt() {
        List<String> missing = new ArrayList<>();
        for (String name : catalog.findComponentNames()) {
            check(Kind.COMPONENT, name, catalog.componentModel(name), missing);
        }
        for (String name : catalog.findLanguageNames()) {
            check(Kind.LANGUAGE, name, catalog.languageModel(name), missing);
        }
        for (String name : catalog.findDataFormatNames()) {
            check(Kind.DATA_FORMAT, name, catalog.dataFormatModel(name), missing);
        }

        assertThat(missing).isEmpty();
    }

    private static void check(Kind kind, String name, ArtifactModel<?> model, List<String> missing) {
        boolean added = CamelArtifacts.toAdd(kind, name).startsWith(" (expected: " + model.getArtifactId() + " in ");
        if (!added && !isOnClassPath(model)) {
            missing.add(kind + " " + name + " " + model.getArtifactId());
        }
    }

    private static boolean isOnClassPath(ArtifactModel<?> model) {
        String pom = "META-INF/maven/org.apache.camel/" + model.getArtifactId() + "/pom.xml";
        return CamelArtifactsTest.class.getClassLoader().getResource(pom) != null;
    }

    @Test
    void aNameThatCamelDoesNotHaveIsNoArtifact() {
        assertThat(Stream.of("htp", "", "component", "kafka camel-kafka")
                        .map(name -> CamelArtifacts.toAdd(Kind.COMPONENT, name)))
                .containsOnly("");
    }

    @Test
    void whatTheGatewayHasIsNotToBeAdded() {
        assertThat(CamelArtifacts.toAdd(Kind.COMPONENT, "http")).isEmpty();
        assertThat(CamelArtifacts.toAdd(Kind.LANGUAGE, "simple")).isEmpty();
        assertThat(CamelArtifacts.toAdd(Kind.DATA_FORMAT, "jackson")).isEmpty();
    }
}
