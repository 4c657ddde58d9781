package com.fincloud.gateway.settings.value;

import com.fincloud.gateway.growth.Growth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts of route files, and messages that quote a client, are read in linear time. */
class ValuesGrowthTest {

    @Test
    void values() {
        Growth.isLinear("", "x", Values::list);
        Growth.isLinear("http://h/", "x", Values::urls);
        Growth.isLinear("", "\nx", Values::bytes);
        Growth.isLinear("1", "x", text -> Values.seconds(text, 10));
        Growth.isLinear("http://h/", "x", Values::schemeOfDocument);
    }

    @Test
    void masking() {
        Growth.isLinear("//", "x", Values::withoutPasswords);
        Growth.isLinear("//", "@x", Values::withoutPasswords);
        Growth.isLinear("//", "x", Values::withoutSecrets);
        Growth.isLinear("token=", "\n", Values::withoutSecrets);
    }

    @Test
    void addressesAndPaths() {
        PublicPaths paths = new PublicPaths(List.of("/", "/a/**", "/docs"));

        Growth.isLinear("1", "x", Cidr::isAddress);
        Growth.isLinear(":", "x", Cidr::isAddress);
        Growth.isLinear("/a", "x", paths::contains);
        Growth.isLinear("/a", "x", paths::touching);
    }
}
