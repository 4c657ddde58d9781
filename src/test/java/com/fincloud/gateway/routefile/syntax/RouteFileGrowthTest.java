package com.fincloud.gateway.routefile.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.configfile.NearestName;
import com.fincloud.gateway.growth.Growth;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.check.CamelErrorReason;
import com.fincloud.gateway.routefile.check.CircuitBreakerCheck;
import com.fincloud.gateway.routefile.check.ClearTextSecretCheck;
import com.fincloud.gateway.routefile.check.Components;
import com.fincloud.gateway.routefile.check.Inspection;
import java.util.List;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route file, however hostile, is looked through in linear time. */
class RouteFileGrowthTest {

    private static final DefaultCamelContext LIVE = new DefaultCamelContext();
    private static final Components COMPONENTS = new Components(LIVE);

    @BeforeAll
    static void start() {
        LIVE.start();
    }

    @AfterAll
    static void stop() {
        LIVE.stop();
    }

    private static void inspect(String name, String text) {
        try {
            RouteFileContents contents = RouteFileContents.of(new RouteFileText(name, text));
            new Inspection(LIVE, new FileBeans(), COMPONENTS).of(contents);
            Findings advice = new Findings(contents.file());
            contents.root().walk(element -> {
                CircuitBreakerCheck.check(element, advice);
                ClearTextSecretCheck.check(element, advice);
            });
        } catch (RouteFileException e) {
            // refused
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!---->a",
                "<to uri='nowhere:a'/>",
                "<a b='c'/>",
                "<a b='&amp;'/>",
                "<to uri='http:a?b=#c&amp;d=e'/>",
                "<process ref='unknown'/>",
                "<log message='{{unknown}}'/>",
                "\n<route id='a@'/>"
            })
    void elementsOfXml(String element) {
        Growth.isLinear(
                element,
                length -> "<routes>" + element.repeat(length / element.length()) + "</routes>",
                text -> inspect("a.xml", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- route: {id: 'a@'}\n",
                "- log: '😀 {{unknown}}'\n",
                "- to: nowhere:é\n",
                "- route: {from: {uri: 'timer:a', steps: [{to: 'http:a?b=#c'}]}}\n"
            })
    void entriesOfYaml(String entry) {
        Growth.isLinear(entry, length -> entry.repeat(length / entry.length()), text -> inspect("a.yaml", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", " ", "{{", "{{a}}", "&a=#b", "token=", "//a:a", "password ", "a.", "&followRedirects=true"})
    void oneLongValue(String unit) {
        for (String uri : List.of("", "http:a?b=c", "direct:")) {
            Growth.isLinear(
                    uri + unit,
                    length -> "- to: \"" + uri + unit.repeat(length / unit.length()) + "\"\n",
                    text -> inspect("a.yaml", text));
        }
    }

    @Test
    void messagesOfCamel() {
        for (String begin : new String[] {"", "has no option 'a' (it has ", "a= is not usable", "org.apache."}) {
            Growth.isLinear(begin, "x", CamelErrorReason::plain);
        }
        Growth.isLinear("", "x", text -> XmlEntities.wrong(text, 0, text.length()));
        Growth.isLinear("&", ";", XmlEntities::resolved);
        Growth.isLinear("", "x", text -> assertThat(String.valueOf(NearestName.of(text, Set.of("timeout", "path"))))
                .isNotNull());
    }

    @Test
    void namesOfClassesBecomeWords() {
        assertThat(CamelErrorReason.plain(
                        "org.apache.camel.NoSuchBeanException: No bean, a.b.Outer$Inner or Foo.bar.BazError"))
                .isEqualTo("no such bean: No bean, outer or Foo.baz");
        assertThat(CamelErrorReason.plain("a.b.c, 1a.b.C and x.Y.z.W")).isEqualTo("a.b.c, 1a.c and y.w");
    }

    @Test
    void aFileWithManyFaultsTellsTheFirstHundred() {
        Findings findings = new Findings(new RouteFileText("a.xml", "<a/>"));
        for (int i = 0; i < 1_000; i++) {
            findings.add(0, "fault " + i);
        }

        assertThat(findings.all()).hasSize(100);
    }
}
