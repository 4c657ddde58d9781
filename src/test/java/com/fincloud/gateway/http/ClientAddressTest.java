package com.fincloud.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.http.header.ForwardedFor;
import com.fincloud.gateway.settings.value.Cidr;
import com.fincloud.gateway.settings.value.Values;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 5.4. */
class ClientAddressTest {

    private static ClientAddress.Found found(String trusted, String peer, String... forwardedFor) {
        List<Cidr> blocks = Values.list(trusted).stream().map(Cidr::parse).toList();
        return new ClientAddress(blocks).of(peer, Stream.of(forwardedFor).toList());
    }

    @Test
    void withoutTrustedProxiesThePeerIsTheClient() {
        assertThat(found("", "192.0.2.1", "203.0.113.9"))
                .isEqualTo(new ClientAddress.Found("192.0.2.1", "192.0.2.1", false));
    }

    @Test
    void anUntrustedPeersWordCountsForNothing() {
        assertThat(found("10.0.0.0/8", "192.0.2.1", "203.0.113.9"))
                .isEqualTo(new ClientAddress.Found("192.0.2.1", "192.0.2.1", false));
    }

    @Test
    void aTrustedPeerWithoutAWordIsTheClient() {
        assertThat(found("10.0.0.0/8", "10.0.0.1")).isEqualTo(new ClientAddress.Found("10.0.0.1", "10.0.0.1", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    203.0.113.9                               | 203.0.113.9
                    203.0.113.9, 10.0.0.2                     | 203.0.113.9
                    1.1.1.1, 203.0.113.9, 10.0.0.3, 10.0.0.2  | 203.0.113.9
                    1.1.1.1, 203.0.113.9                      | 203.0.113.9
                    10.0.0.9, 10.0.0.8                        | 10.0.0.9
                    10.0.0.9, 203.0.113.9, 10.0.0.8           | 203.0.113.9
                    2001:db8::7                               | 2001:db8::7
                    ' 203.0.113.9 , '                         | 203.0.113.9
                    ''                                        | 10.0.0.1
                    unknown                                   | 10.0.0.1
                    203.0.113.9, unknown, 10.0.0.2            | 10.0.0.2
                    203.0.113.9, unknown                      | 10.0.0.1
                    1.1.1.1, 203.0.113.9:4711                 | 203.0.113.9
                    1.1.1.1, 203.0.113.9:65536                | 10.0.0.1
                    1.1.1.1, 203.0.113.9:                     | 10.0.0.1
                    1.1.1.1, 203.0.113.9:_port                | 203.0.113.9
                    1.1.1.1, [2001:db8::7]                    | 2001:db8::7
                    1.1.1.1, [2001:DB8:0:0::7]:4711           | 2001:db8::7
                    1.1.1.1, "[2001:db8::7]"                  | 2001:db8::7
                    1.1.1.1, "[2001:db8::7]:4711"             | 2001:db8::7
                    1.1.1.1, "203.0.113.9"                    | 203.0.113.9
                    1.1.1.1, [203.0.113.9]                    | 10.0.0.1
                    1.1.1.1, [2001:db8::7                     | 10.0.0.1
                    1.1.1.1, [2001:db8::7]4711                | 10.0.0.1
                    1.1.1.1, ::ffff:203.0.113.9               | 203.0.113.9
                    1.1.1.1, ::FFFF:cb00:7109                 | 203.0.113.9
                    1.1.1.1, [::ffff:203.0.113.9]:80          | 203.0.113.9
                    203.0.113.9, ::ffff:10.0.0.3, 10.0.0.2:99 | 203.0.113.9
                    1.1.1.1, fe80::1%eth0                     | fe80::1
                    1.1.1.1, 010.0.0.1                        | 10.0.0.1
                    1.1.1.1, _hidden                          | 10.0.0.1
                    1.1.1.1, 203.0.113.9,, ,10.0.0.2,         | 203.0.113.9
                    1.1.1.1, evil"},{                         | 10.0.0.1
                    203.0.113.999                             | 10.0.0.1
                    """)
    void theLastAddressThatNoTrustedProxyVouchesForIsTheClient(String forwardedFor, String client) {
        assertThat(found("10.0.0.0/8", "10.0.0.1", forwardedFor))
                .isEqualTo(new ClientAddress.Found("10.0.0.1", client, true));
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "fe80:0:0:0:0:0:0:1%eth0, fe80::1",
        "::ffff:192.0.2.1, 192.0.2.1"
    })
    void thePeerHasOneSpelling(String peer, String canonical) {
        assertThat(found("", peer)).isEqualTo(new ClientAddress.Found(canonical, canonical, false));
        assertThat(found("10.0.0.0/8", peer)).isEqualTo(new ClientAddress.Found(canonical, canonical, false));
    }

    @Test
    void whatIsSentOnIsCanonicalAndKeepsItsOrder() {
        assertThat(ForwardedFor.canonical(List.of("unknown, 5.5.5.5:1234", "[2001:DB8::1]:4711,, ::ffff:10.0.0.2 ")))
                .isEqualTo("unknown, 5.5.5.5, 2001:db8::1, 10.0.0.2");
        assertThat(ForwardedFor.canonical(List.of())).isEmpty();
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(found("10.0.0.0/8", "10.0.0.1", "1.1.1.1, 203.0.113.9", "10.0.0.3, 10.0.0.2")
                        .client())
                .isEqualTo("203.0.113.9");
    }

    @Test
    void aProxyMayBeTrustedByItsIpv6Address() {
        assertThat(found("::1,fd00::/8", "fd00::2", "203.0.113.9, ::1").client())
                .isEqualTo("203.0.113.9");
        assertThat(found("127.0.0.0/8", "::ffff:127.0.0.1", "203.0.113.9").client())
                .isEqualTo("203.0.113.9");
    }
}
