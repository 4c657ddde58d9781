package com.fincloud.gateway.settings.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 5.10: an address has one spelling. */
class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "0:0:0:0:0:0:0:0, ::",
        "2001:DB8::ABCD, 2001:db8::abcd",
        "2001:0db8:0000:0000:0000:0000:0002:0001, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "::1.2.3.4, ::102:304",
        "::ffff:1.2.3.4, 1.2.3.4",
        "::ffff:102:304, 1.2.3.4",
        "::FFFF:0102:0304, 1.2.3.4",
        "0:0:0:0:0:ffff:1.2.3.4, 1.2.3.4",
        "0:0:0:0:0:ffff:102:304, 1.2.3.4",
        "::ffff:0:1.2.3.4, ::ffff:0:102:304"
    })
    void anAddressHasOneText(String text, String canonical) {
        assertThat(Address.parse(text)).hasToString(canonical);
        assertThat(Address.parse(canonical)).isEqualTo(Address.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "256.1.1.1",
                "010.0.0.1",
                "1.2.3.04",
                "1.2.3.4 ",
                "+1.2.3.4",
                "1.2.3.-4",
                "0x7f.0.0.1",
                "2130706433",
                ":",
                ":::",
                "1:",
                ":1",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "12345::",
                "g::",
                "1::2:",
                ":1::2",
                "::1.2.3",
                "::1.2.3.04",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3.4:5",
                "[::1]",
                "::1%eth0",
                "::1/64",
                "\u0661.2.3.4",
                "::\uff11",
                "localhost",
                "::ffff:1.2.3.4.5"
            })
    void anythingElseIsNone(String text) {
        assertThat(Address.parse(text)).isNull();
    }

    @Property(tries = 2000, seed = "20261130")
    void theJdkReadsItAlike(@ForAll @Size(16) byte[] bytes, @ForAll byte zeros) throws UnknownHostException {
        for (int i = 0; i < 8; i++) {
            if ((zeros >> i & 1) == 1) {
                bytes[2 * i] = 0;
                bytes[2 * i + 1] = 0;
            }
        }
        String jdk = InetAddress.getByAddress(bytes).getHostAddress();

        String text = Objects.requireNonNull(Address.parse(jdk)).toString();

        assertThat(InetAddress.getByName(text)).isEqualTo(InetAddress.getByAddress(bytes));
        assertThat(Address.parse(text)).hasToString(text);
    }

    @Property(tries = 5000, seed = "20261130")
    void noTextIsTooOdd(
            @ForAll @StringLength(max = 60) @Chars({'0', '1', 'f', '.', ':', '[', ']', '%', '"', '_', 'g'})
                    String text) {
        assertThatCode(() -> Address.ofNode(text)).doesNotThrowAnyException();
        Address address = Address.parse(text);
        if (address != null) {
            assertThat(Address.parse(address.toString())).isEqualTo(address);
            assertThat(Address.ofNode(text)).isEqualTo(address);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 64, 192.0.2.1",
        "::ffff:192.0.2.1, 64, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2::/64",
        "2001:db8:1:2:3:4:5:6, 56, 2001:db8:1::/56",
        "2001:db8:1:ffff::6, 60, 2001:db8:1:fff0::/60",
        "2001:db8:1:2:3:4:5:6, 32, 2001:db8::/32",
        "2001:db8:1:2:3:4:5:7, 127, 2001:db8:1:2:3:4:5:6/127",
        "2001:db8:1:2:3:4:5:7, 128, 2001:db8:1:2:3:4:5:7",
        "::1, 64, ::/64",
        "64:ff9b::1.2.3.4, 64, 64:ff9b::102:304"
    })
    void aClientIsAnAddressOrABlock(String text, int prefix, String client) {
        assertThat(Objects.requireNonNull(Address.parse(text)).client(prefix)).isEqualTo(client);
    }
}
