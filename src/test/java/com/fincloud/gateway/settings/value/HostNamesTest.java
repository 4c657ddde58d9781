package com.fincloud.gateway.settings.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostNamesTest {

    private static HostNames names(String entries) {
        return new HostNames(Values.list(entries));
    }

    @Test
    void anEntryWithAPortMeansThatPortAlone() {
        assertThat(names("gw:8081").accept("gw:8081")).isTrue();
        assertThat(names("gw:8081").accept("gw:8082")).isFalse();
        assertThat(names("gw:8081").accept("gw")).isFalse();
        assertThat(names("gw").accept("GW:8082")).isTrue();
    }

    @Test
    void aStarMeansAll() {
        assertThat(names("*").accept("attacker.example")).isTrue();
        assertThat(names("").accept("attacker.example")).isFalse();
    }
}
