package com.fincloud.gateway.routing.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route that is wrongly said to use a body once would lose it; one that is wrongly said to use it twice only keeps it for nothing. */
class BodyUseTest {

    private static final String CALL = "<to uri=\"http://127.0.0.1:1/x\"/>";

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.getRegistry().bind("x", "bean");
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private boolean isOnce(String steps) throws Exception {
        String file =
                "<routes><route id=\"r\"><from uri=\"direct:r\"/>" + steps.replace("CALL", CALL) + "</route></routes>";
        Resource resource = ResourceHelper.fromString("r.xml", file);
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        return BodyUse.isOnce(context.getRoute("r"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CALL",
                "<log message=\"${body}\"/>CALL",
                "<setHeader name=\"a\"><constant>b</constant></setHeader><removeHeaders pattern=\"*\"/>CALL",
                "<setProperty name=\"a\"><simple>${header.x}</simple></setProperty>CALL",
                "<choice><when><simple>${body} contains 'x'</simple>CALL</when><otherwise>CALL</otherwise></choice>",
                "CALL<setBody><simple>${body}</simple></setBody>CALL",
                "<convertBodyTo type=\"java.lang.String\"/>CALL"
            })
    void aStraightRouteUsesABodyOnce(String steps) throws Exception {
        assertThat(isOnce(steps)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<doTry>CALL<doCatch><exception>java.lang.Exception</exception>CALL</doCatch></doTry>",
                "<multicast>CALL CALL</multicast>",
                "<onException><exception>java.lang.Exception</exception>CALL</onException>CALL",
                "<onCompletion>CALL</onCompletion>CALL",
                "<setProperty name=\"a\"><simple>${body}</simple></setProperty>CALL",
                "<setProperty name=\"a\"><simple>${in.body}</simple></setProperty>CALL",
                "<setVariable name=\"a\"><simple>${exchange}</simple></setVariable>CALL",
                "<setHeader name=\"a\"><method beanType=\"java.lang.String\" method=\"valueOf\"/></setHeader>CALL",
                "<choice><when><simple>${bean:x}</simple>CALL</when></choice>",
                "<choice><when><constant>x</constant><wireTap uri=\"direct:x\"/></when></choice>CALL",
                "<choice><when><constant>x</constant>CALL</when><otherwise><multicast>CALL</multicast></otherwise></choice>",
                "<loop><constant>2</constant>CALL</loop>",
                "<circuitBreaker>CALL<onFallback>CALL</onFallback></circuitBreaker>",
                "<enrich><constant>http://127.0.0.1:1/x</constant></enrich>",
                "<to uri=\"direct:x\"/>",
                "<to uri=\"http://127.0.0.1:1/x\" variableReceive=\"answer\"/>CALL",
                "<to uri=\"http://127.0.0.1:1/x\" variableSend=\"question\"/>",
                "<loadBalance><failoverLoadBalancer/>CALL CALL</loadBalance>"
            })
    void anyOtherRouteMayNeedItAgain(String steps) throws Exception {
        assertThat(isOnce(steps)).isFalse();
    }
}
