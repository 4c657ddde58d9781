package com.fincloud.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.http.TestRequest;
import com.fincloud.gateway.http.header.HeaderRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** Contract 2.5, 2.6 and 4.3: whatever headers a client sends, none of ours, of the connection or of Camel gets in, and the others do. */
class RequestReaderPropertyTest {

    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
    private static final Set<String> OWN = Set.of(Exchange.HTTP_METHOD, Exchange.HTTP_PATH);
    private static final Set<String> KEPT_BACK = Set.of(
            "x-user-id",
            "x-user-email",
            "x-user-role",
            "x-request-id",
            "x-forwarded-for",
            "x-forwarded-proto",
            "forwarded",
            "traceparent",
            "connection",
            "transfer-encoding",
            "content-length",
            "host",
            "upgrade",
            "te");

    /** A header as it comes over the wire. */
    private record Line(String name, String value) {}

    @Property(tries = 10_000, seed = "20260301")
    void onlyWhatIsTheClientsReachesTheMessage(@ForAll("lines") List<Line> lines) {
        TestRequest sent = TestRequest.of("GET", "/a");
        lines.forEach(line -> sent.with(line.name(), line.value()));
        Exchange exchange = new DefaultExchange(CAMEL);

        RequestReader.read(sent.read(), exchange, (method, path) -> true);

        Map<String, Object> headers = exchange.getMessage().getHeaders();
        for (String name : headers.keySet()) {
            String canonical = name.toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(OWN.contains(name) || !(canonical.startsWith("camel") || KEPT_BACK.contains(canonical)))
                    .as(name)
                    .isTrue();
        }
        Set<String> nominated = HeaderRules.nominated(values(lines, "connection"));
        for (Line line : lines) {
            boolean dropped = HeaderRules.dropFromRequest(line.name(), nominated);
            assertThat(read(headers.get(line.name())))
                    .as(line.name())
                    .isEqualTo(dropped ? List.of() : values(lines, line.name()));
        }
    }

    private static List<String> values(List<Line> lines, String name) {
        return lines.stream()
                .filter(line -> line.name().equals(name))
                .map(Line::value)
                .toList();
    }

    private static List<String> read(@Nullable Object value) {
        List<String> values = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(each -> values.add(String.valueOf(each)));
        } else if (value != null) {
            values.add(String.valueOf(value));
        }
        return values;
    }

    @Provide
    Arbitrary<List<Line>> lines() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of(KEPT_BACK),
                Arbitraries.of(KEPT_BACK).map(name -> name.replace('-', '_')),
                Arbitraries.of(KEPT_BACK).map(name -> name.replaceFirst("-", "_")),
                Arbitraries.of(
                        "camelhttpuri", "camelhttpmethod", "camel-x", "org.apache.camel.x", "connection", "connection"),
                Arbitraries.of("accept", "cookie", "x-a", "x-b", "x-hop", "authorization"),
                Arbitraries.strings().withChars("abcxyz-_.!~").ofMinLength(1).ofMaxLength(8));
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "", "a", "close, X-Hop", "x-a,,x-user-id", "${x}", "{{y}}", "simple{z}", ",", "\u00e9\u00ff"),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(12));
        return Combinators.combine(names, values).as(Line::new).list().ofMaxSize(8);
    }
}
