package com.fincloud.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles that a route demands. */
class RolesOfRoutesTest {

    @Test
    void aBlankInsideARoleBelongsToIt() {
        assertThat(RouteAttributes.of("r", Map.of("roles", "Ops Team, admin ,clerk"))
                        .roles())
                .containsExactlyInAnyOrder("Ops Team", "admin", "clerk");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ",", "a,\u00e4", "a\tb", "a\nb"})
    void aListThatNamesNoRoleOrAnUnusableOneIsRefused(String roles) {
        assertThatThrownBy(() -> RouteAttributes.of("r", Map.of("roles", roles)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("roles=");
    }
}
