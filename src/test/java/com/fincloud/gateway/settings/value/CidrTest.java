package com.fincloud.gateway.settings.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0",
        "10.0.0.0/8, 10.255.255.255",
        "10.9.9.9/8, 10.1.2.3",
        "172.16.0.0/12, 172.31.255.255",
        "192.168.1.128/25, 192.168.1.255",
        "192.168.1.2/31, 192.168.1.3",
        "192.168.1.2/32, 192.168.1.2",
        "192.168.1.2, 192.168.1.2",
        "0.0.0.0/0, 203.0.113.9",
        "10.0.0.0/8, ::ffff:10.1.2.3",
        "10.0.0.0/8, ::ffff:a01:203",
        "::ffff:10.0.0.0/104, 10.1.2.3",
        "::ffff:10.1.2.3, 10.1.2.3",
        "::1, ::1",
        "::1, 0:0:0:0:0:0:0:1",
        "fd00::/8, fd12:3456::1",
        "2001:db8::/33, 2001:db8:7fff::1",
        "2001:DB8::/32, 2001:db8::ABCD",
        "::/0, 2001:db8::1",
        "fe80::/10, febf::1"
    })
    void anAddressInTheBlockIsContained(String block, String address) {
        assertThat(Cidr.parse(block).contains(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 11.0.0.0",
        "10.0.0.0/8, 9.255.255.255",
        "172.16.0.0/12, 172.32.0.0",
        "192.168.1.128/25, 192.168.1.127",
        "192.168.1.2/31, 192.168.1.4",
        "192.168.1.2, 192.168.1.3",
        "0.0.0.0/0, ::1",
        "::/0, 10.0.0.1",
        "::1, ::2",
        "2001:db8::/33, 2001:db8:8000::1",
        "fe80::/10, fec0::1",
        "127.0.0.0/8, localhost",
        "127.0.0.0/8, 127.1",
        "127.0.0.0/8, 2130706433",
        "127.0.0.0/8, 0x7f.0.0.1",
        "127.0.0.0/8, 127.0.0.1:80",
        "127.0.0.0/8, '127.0.0.1 '",
        "127.0.0.0/8, ''",
        "127.0.0.0/8, 127.0.0.256",
        "127.0.0.0/8, 127.00.0.1",
        "::1, [::1]",
        "fe80::/10, fe80::1%eth0"
    })
    void anythingElseIsNot(String block, String text) {
        assertThat(Cidr.parse(block).contains(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.0/x",
                "10.0.0.0/255.0.0.0",
                "::1/129",
                "::ffff:10.0.0.0/95",
                "::ffff:10.0.0.0/8",
                "fe80::1%eth0",
                "[::1]",
                "010.0.0.0/8",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.01",
                "proxy.local",
                "localhost",
                ":::",
                "1:2",
                "10.0.0.1 10.0.0.2"
            })
    void whatIsNeitherAnAddressNorABlockIsRefused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, true",
        "255.255.255.255, true",
        "::, true",
        "2001:db8::1, true",
        "::ffff:1.2.3.4, true",
        "1.2.3, false",
        "1.2.3.4.5, false",
        "1.2.3.256, false",
        "999.999.999.999, false",
        "010.0.0.1, false",
        "example.com, false",
        "unknown, false",
        "_hidden, false",
        "1.2.3.4:80, false",
        "'', false"
    })
    void onlyALiteralAddressIsOne(String text, boolean address) {
        assertThat(Cidr.isAddress(text)).isEqualTo(address);
    }
}
