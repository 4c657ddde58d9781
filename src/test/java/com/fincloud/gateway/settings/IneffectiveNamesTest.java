package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 1.4: a setting without effect is a warning that names the right one. */
class IneffectiveNamesTest {

    @ParameterizedTest
    @CsvSource({
        "SERVER_PORT, SERVICE_PORT",
        "server.port, SERVICE_PORT",
        "MANAGEMENT_SERVER_PORT, MANAGEMENT_PORT",
        "SPRING_PROFILES_ACTIVE, ENVIRONMENT",
        "spring.profiles.active, ENVIRONMENT",
        "SPRING_APPLICATION_NAME, SERVICE_NAME",
        "LOGGING_LEVEL_ROOT, LOG_LEVEL",
        "SPRING_DATA_REDIS_HOST, REDIS_URL",
        "RATE_LIMIT_PER_MINUT, RATE_LIMIT_PER_MINUTE",
        "SERVICE_PORT_FILE, SERVICE_PORT",
        "JWT_PUBLIC_KEY_FILE, JWT_PUBLIC_KEY"
    })
    void aNameWithoutEffectNamesTheRightOne(String name, String right) {
        assertThat(IneffectiveNames.warnings(List.of(name)))
                .singleElement()
                .asString()
                .startsWith(name + " ")
                .containsPattern(right + "\\b");
    }

    @ParameterizedTest
    @EnumSource
    void aVariableIsNoWarning(Variable variable) {
        assertThat(IneffectiveNames.warnings(List.of(variable.name()))).isEmpty();
    }

    @Test
    void aFileOfASecretIsNoWarning() {
        assertThat(IneffectiveNames.warnings(List.of("JWT_SECRET_FILE", "REDIS_URL_FILE", "REDIS_PASSWORD")))
                .isEmpty();
    }
}
