package com.fincloud.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages load is what was published, and calls no other server. */
class DocumentationAssetsTest {

    @Test
    void redocIsAsItWasPublishedButForTheLogoThatItWouldLoad() throws Exception {
        try (InputStream in = new Asset("redoc.standalone.js").open(false)) {
            byte[] script = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script);

            assertThat(new String(script, StandardCharsets.UTF_8).contains("cdn.redoc.ly"))
                    .isFalse();
            assertThat(HexFormat.of().formatHex(hash))
                    .isEqualTo("b71a129e7905f5e1b953961c6f79e5216b858f09f47e83aeceec163213fe1104");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"swagger-ui.css", "swagger-ui-bundle.js", "docs.js", "docs.css", "redoc.js", "redoc.css"})
    void eachIsInTheJarInBothForms(String name) throws Exception {
        Asset asset = new Asset(name);
        for (boolean gzip : new boolean[] {true, false}) {
            try (InputStream in = asset.open(gzip)) {
                assertThat((long) in.readAllBytes().length).isEqualTo(asset.length(gzip));
            }
        }
    }
}
