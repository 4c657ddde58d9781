package com.fincloud.gateway.demo;

import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DevGatewayTest {

    /** {@code spring-boot:test-run} looks for it by itself, and gives up when it finds two. */
    @Test
    void shouldBeTheOnlyTestClassWithAMainMethod() {
        var tests = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("com.fincloud");

        assertThat(tests.stream()
                        .filter(type -> type.tryGetMethod("main", String[].class)
                                .filter(method -> method.getModifiers().contains(STATIC))
                                .isPresent())
                        .map(JavaClass::getName))
                .containsExactly(DevGateway.class.getName());
    }
}
