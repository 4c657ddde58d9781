package com.fincloud.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages load is what was published, and calls no other server. */
class DocumentationAssetsTest {

    @Test
    void redocIsAsItsPackageHasIt() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(Files.readAllBytes(Path.of("src/main/web/redoc/redoc.standalone.js")));

        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("dcaf76612bc4a3fbcc923a8966dee2f6146a5f32e5ce1b6f02dd60cbbf89500b");
    }

    @Test
    void thePackedRedocLoadsNoLogo() throws Exception {
        try (InputStream in = new Asset("redoc.standalone.js").open(false)) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(script.length()).isGreaterThan(1_000_000);
            assertThat(script.contains("cdn.redoc.ly")).isFalse();
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
