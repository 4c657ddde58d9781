package com.fincloud.gateway.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.http.TestRequest;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Contract 2.6: what a backend learns of a request's way is well-formed, whatever a client or a proxy has said of it. */
class ForwardingPropertyTest {

    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
    private static final String QUOTED = "\"[\\t !#-\\[\\]-~\u0080-\u00ff]*\"";
    private static final String FORWARDED =
            "for=([0-9.]+|\"\\[[0-9a-fA-F:.]+\\]\")(;host=" + QUOTED + ")?;proto=[A-Za-z][A-Za-z0-9+.-]*";

    /** A header as it comes over the wire. */
    private record Line(String name, String value) {}

    @Property(tries = 3000, seed = "20260301")
    void theWayIsToldInOneWellFormedElement(@ForAll("peers") String peer, @ForAll("lines") List<Line> lines) {
        TestRequest sent = TestRequest.of("GET", "/a");
        lines.forEach(line -> sent.with(line.name(), line.value()));
        Exchange exchange = new DefaultExchange(CAMEL);

        new Forwarding(null).check(sent.readFrom(peer, "10.0.0.0/8"), exchange);

        Map<String, Object> headers = exchange.getMessage().getHeaders();
        assertThat(headers.get("Forwarded")).asString().matches(FORWARDED);
        assertThat(headers.get("X-Forwarded-Proto")).asString().matches("[A-Za-z][A-Za-z0-9+.-]*");
        assertThat(headers.get("X-Forwarded-Port")).asString().matches("\\d{1,5}");
        assertThat(headers.get("X-Forwarded-For")).asString().endsWith(peer);
        if (!peer.startsWith("10.")) {
            assertThat(headers).containsEntry("X-Forwarded-For", peer).containsEntry("X-Forwarded-Port", "8000");
            assertThat(headers).containsEntry("X-Forwarded-Proto", "http");
        }
    }

    @Provide
    Arbitrary<String> peers() {
        return Arbitraries.of("10.0.0.1", "192.0.2.1", "2001:db8::1");
    }

    @Provide
    Arbitrary<List<Line>> lines() {
        Arbitrary<String> names = Arbitraries.of(
                "host", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-forwarded-for", "forwarded");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "a.example:8000",
                        "[::1]:80",
                        "a\"b",
                        "a\\b",
                        "https",
                        "HTTPS",
                        "https, http",
                        "http;x=y",
                        "443",
                        "0",
                        "99999999",
                        "-1",
                        "203.0.113.9",
                        "2001:db8::9",
                        "evil\"},{",
                        "\u00e9"),
                Arbitraries.strings()
                        .withCharRange(' ', '~')
                        .withChars("\t\u00e9")
                        .ofMaxLength(12));
        return Combinators.combine(names, values).as(Line::new).list().ofMaxSize(6);
    }
}
