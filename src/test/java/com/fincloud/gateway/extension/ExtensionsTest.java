package com.fincloud.gateway.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.contract.CompiledExtension;
import com.fincloud.gateway.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.component.log.LogComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionsTest {

    private static final String BEAN = "package test; @org.apache.camel.BindToRegistry(\"%2$s\") public class %1$s {}";

    @TempDir
    private Path folder = Path.of("");

    private static String bean(String type, String name) {
        return BEAN.formatted(type, name);
    }

    @Test
    void aMissingFolderHasNoExtensions() {
        try (Extensions extensions = Extensions.in(folder.resolve("none"))) {
            assertThat(extensions.names()).isEmpty();
            assertThat(extensions.warnings()).isEmpty();
        }
    }

    @Test
    void jarsOfTheFolderAndOfLibAreRead() throws IOException {
        new CompiledExtension().with("test.A", bean("A", "a")).jar(folder.resolve("a.jar"));
        new CompiledExtension()
                .with("test.B", bean("B", ""))
                .jar(folder.resolve("lib").resolve("b.jar"));
        Files.writeString(folder.resolve("lib").resolve("notes.txt"), "no jar");

        try (Extensions extensions = Extensions.in(folder)) {
            assertThat(extensions.names()).containsExactly("a.jar", "b.jar");
            assertThat(extensions.beans()).containsEntry("a", "test.A").containsEntry("b", "test.B");
        }
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Extensions.in(file))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("EXTENSIONS_DIR");
    }

    @Test
    void aClassOfTheGatewayIsReportedAndNotReplaced() throws Exception {
        String log = "package org.apache.camel.component.log; public class LogComponent {}";
        new CompiledExtension()
                .library()
                .with("org.apache.camel.component.log.LogComponent", log)
                .jar(folder.resolve("own-log.jar"));

        try (Extensions extensions = Extensions.in(folder)) {
            assertThat(extensions.warnings())
                    .singleElement()
                    .asString()
                    .contains(
                            "own-log.jar has the class org.apache.camel.component.log.LogComponent, and so has the gateway");
        }
        try (ExtensionClassLoader loader = new ExtensionClassLoader(
                java.util.List.of(folder.resolve("own-log.jar").toUri().toURL()),
                getClass().getClassLoader())) {
            assertThat(loader.loadClass("org.apache.camel.component.log.LogComponent"))
                    .isEqualTo(LogComponent.class);
        }
    }

    @Test
    void twoVersionsOfALibraryAreReported() throws IOException {
        new CompiledExtension().library().with("test.A", bean("A", "a")).jar(folder.resolve("lib-1.jar"));
        new CompiledExtension().library().with("test.A", bean("A", "a")).jar(folder.resolve("lib-2.jar"));

        try (Extensions extensions = Extensions.in(folder)) {
            assertThat(extensions.warnings())
                    .singleElement()
                    .asString()
                    .contains("lib-1.jar and ")
                    .contains("lib-2.jar both have the class test.A");
        }
    }

    @Test
    void twoBeansOfOneNameAreRefused() throws IOException {
        new CompiledExtension()
                .with("test.A", bean("A", "same"))
                .with("test.B", bean("B", "same"))
                .jar(folder.resolve("a.jar"));

        assertThatThrownBy(() -> Extensions.in(folder))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("the bean name 'same': test.A and test.B");
    }
}
