package com.fincloud.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.settings.value.Address;
import com.fincloud.gateway.settings.value.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Contract 5.4: no client chooses the address by which it is counted, whatever it puts in front of what the proxies add. */
class ClientAddressPropertyTest {

    private static final String SEED = "20260301";
    private static final List<Cidr> TRUSTED = List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"));

    private final ClientAddress addresses = new ClientAddress(TRUSTED);

    /** The entries in their one spelling, found without the code that is tested. */
    private static List<String> entries(List<String> forwarded) {
        return Stream.of(String.join(",", forwarded).split(",", -1))
                .map(entry -> Address.canonical(entry.strip()))
                .toList();
    }

    private static boolean isTrusted(String address) {
        return TRUSTED.stream().anyMatch(block -> block.contains(address));
    }

    @Property(tries = 4000, seed = SEED)
    void theClientIsThePeerOrAnAddressThatWasForwarded(
            @ForAll("peers") String peer, @ForAll("forwarded") List<String> forwarded) {
        ClientAddress.Found found = addresses.of(peer, forwarded);

        assertThat(found.peer()).isEqualTo(peer);
        assertThat(found.trustedPeer()).isEqualTo(isTrusted(peer));
        if (!found.client().equals(peer)) {
            assertThat(found.trustedPeer()).isTrue();
            assertThat(Cidr.isAddress(found.client())).isTrue();
            assertThat(entries(forwarded)).contains(found.client());
        }
    }

    @Property(tries = 3000, seed = SEED)
    void whatAClientSaysInFrontOfAProxysWordChangesNothing(
            @ForAll("forwarded") List<String> claimed,
            @ForAll("clients") String client,
            @ForAll("proxies") List<String> proxies) {
        String added = client + (proxies.isEmpty() ? "" : ", " + String.join(", ", proxies));
        String behind = (claimed.isEmpty() ? "" : String.join(",", claimed) + ", ") + added;

        assertThat(addresses.of("10.0.0.1", List.of(behind)).client()).isEqualTo(Address.canonical(client));
        List<String> lines = new ArrayList<>(claimed);
        lines.add(added);
        assertThat(addresses.of("10.0.0.1", lines).client()).isEqualTo(Address.canonical(client));
    }

    @Provide
    Arbitrary<String> peers() {
        return Arbitraries.of("10.0.0.1", "10.9.9.9", "fd00::1", "192.0.2.1", "2001:db8::1", "127.0.0.1", "");
    }

    @Provide
    Arbitrary<String> clients() {
        return Arbitraries.of("192.0.2.1", "203.0.113.7", "2001:db8::7", "::ffff:192.0.2.1", "127.0.0.1");
    }

    @Provide
    Arbitrary<List<String>> proxies() {
        return Arbitraries.of("10.0.0.1", "10.1.2.3", "fd00::2", "::ffff:10.0.0.7")
                .list()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<String>> forwarded() {
        Arbitrary<String> hop = Arbitraries.oneOf(
                Arbitraries.of(
                        "10.0.0.1",
                        "203.0.113.9",
                        "2001:db8::9",
                        "unknown",
                        "_hidden",
                        "[::1]",
                        "1.2.3.4:5",
                        "01.2.3.4",
                        "1.2.3",
                        "256.1.1.1",
                        "::",
                        ":::",
                        "1::2::3",
                        "fe80::1%eth0",
                        "localhost",
                        "a.example",
                        "",
                        " ",
                        ",",
                        "\"",
                        ";"),
                Arbitraries.strings().withChars("0123456789.:abcf%[] ,").ofMaxLength(20),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20));
        return hop.list()
                .ofMaxSize(4)
                .map(hops -> String.join(", ", hops))
                .list()
                .ofMaxSize(3);
    }
}
