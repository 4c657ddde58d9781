package com.fincloud.gateway.ratelimit.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fincloud.gateway.auth.token.StrictJson;
import com.fincloud.gateway.configfile.ConfigFault;
import com.fincloud.gateway.ratelimit.window.Limits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 5.11: what a file with plans says, and where it is wrong. */
class RatePlansReaderTest {

    private static final RatePlansReader READER = new RatePlansReader(new Limits(60, 1000));

    private static final String FILE =
            """
            plans:
              - {name: gold, minute: 600, hour: 20000, day: 200000, month: 3000000, concurrent: 50}
              - {name: batch, day: 1000}
            assign:
              - {role: partner, plan: gold}
              - {claim: /org/plan, is: gold, plan: gold}
              - {claim: tiers, is: batch, network: 10.0.0.0/8, plan: batch}
              - {network: 192.0.2.0/24, exempt: true}
              - {key: billing, plan: batch}
            """;

    private static PlanSubject subject(Map<String, Object> claims, String address, String... roles) {
        return new PlanSubject(List.of(roles), Map.copyOf(claims), null, null, address);
    }

    @Test
    void aPlanHasItsLimitsAndTheVariablesWhereItNamesNone() {
        RatePlans plans = READER.apply(FILE);

        assertThat(plans.plan("gold")).isEqualTo(new Plan("gold", new Limits(600, 20_000, 200_000, 3_000_000), 50));
        assertThat(plans.plan("batch")).isEqualTo(new Plan("batch", new Limits(60, 1000, 1000, 0), 0));
        assertThat(plans.reports()).isFalse();
        assertThat(READER.apply("mode: report").reports()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"level\":3}', gold",
        "'{\"level\":[1,3]}', gold",
        "'{\"level\":\"3\"}', gold",
        "'{\"level\":30}', default"
    })
    void aClaimMayBeANumber(String claims, String plan) {
        RatePlans plans =
                READER.apply("plans: [{name: gold, minute: 600}]\nassign: [{claim: level, is: 3, plan: gold}]");

        assertThat(plans.of(subject(StrictJson.object(claims), "::1")).name()).isEqualTo(plan);
    }

    @Test
    void theFirstEntryThatFitsAssignsThePlan() {
        RatePlans plans = READER.apply(FILE);

        assertThat(plans.of(subject(Map.of(), "192.0.2.1", "user", "partner")).name())
                .isEqualTo("gold");
        assertThat(plans.of(subject(Map.of("org", Map.of("plan", "gold")), "::1", "user"))
                        .name())
                .isEqualTo("gold");
        assertThat(plans.of(subject(Map.of("tiers", List.of("x", "batch")), "10.1.2.3"))
                        .name())
                .isEqualTo("batch");
        assertThat(plans.of(subject(Map.of("tiers", List.of("x", "batch")), "11.1.2.3"))
                        .name())
                .isEqualTo(Plan.DEFAULT);
        assertThat(plans.of(PlanSubject.stranger("192.0.2.77"))).isSameAs(Plan.EXEMPT);
        assertThat(plans.of(PlanSubject.stranger("192.0.3.77")).limits()).isEqualTo(new Limits(60, 1000));
    }

    @Test
    void anApiKeyHasThePlanOfItsEntryBeforeTheAssigned() {
        RatePlans plans = READER.apply(FILE);

        assertThat(plans.of(new PlanSubject(List.of(), Map.of(), "billing", null, "::1"))
                        .name())
                .isEqualTo("batch");
        assertThat(plans.of(new PlanSubject(List.of(), Map.of(), "billing", "gold", "::1"))
                        .name())
                .isEqualTo("gold");
        assertThat(plans.of(new PlanSubject(List.of(), Map.of(), "billing", "away", "::1"))
                        .name())
                .isEqualTo("batch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan: []|f:1:1: unknown key 'plan' (accepted: plans, assign, mode); did you mean 'plans'?",
                "mode: on|f:1:7: 'mode' is 'on' (accepted: enforce or report)",
                "plans: [{name: a}]|f:1:9: plan 'a' has no limit",
                "plans: [{minute: 1}]|f:1:9: 'name' is missing",
                "plans: [{name: a b, minute: 1}]|f:1:16: the name 'a b' is not usable",
                "plans: [{name: default, minute: 1}]|f:1:16: the name 'default' is not usable",
                "plans: [{name: a, minute: 0}]|f:1:27: 'minute' is '0' (accepted: a whole number, 1 to 1000000000)",
                "plans: [{name: a, minut: 0}]|f:1:19: unknown key 'minut'",
                "plans: [{name: a, day: 1.5}]|f:1:24: 'day' is '1.5'",
                "plans: [{name: a, day: 1}, {name: a, day: 2}]|f:1:35: two plans have the name 'a'",
                "assign: [{role: x, plan: gold}]|f:1:26: there is no plan 'gold'",
                "assign: [{role: x}]|f:1:10: the entry needs one of 'plan: name' and 'exempt: true'",
                "assign: [{role: x, exempt: false}]|f:1:10: the entry needs one of",
                "assign: [{exempt: true}]|f:1:10: the entry fits nobody",
                "assign: [{claim: x, exempt: true}]|f:1:10: 'claim' and 'is' belong together",
                "assign: [{network: 10.0.0.0/99, exempt: true}]|f:1:20: '10.0.0.0/99' has no prefix",
                "assign: [{claim: /a~2, is: x, exempt: true}]|f:1:18: ",
            })
    void aFaultHasItsPlaceAndItsReason(String text, String expected) {
        ConfigFault fault = catchThrowableOfType(ConfigFault.class, () -> READER.apply(text));

        assertThat(fault.at("f")).startsWith(expected);
    }

    @Test
    void placesAreGivenBackWhenRequestsEnd() {
        Concurrency concurrency = new Concurrency();

        assertThat(concurrency.enter("a", 2)).isEqualTo(1);
        assertThat(concurrency.enter("a", 2)).isZero();
        assertThat(concurrency.enter("a", 2)).isEqualTo(-1);
        assertThat(concurrency.enter("b", 2)).isEqualTo(1);
        concurrency.leave("a");
        assertThat(concurrency.enter("a", 2)).isZero();
        concurrency.leave("a");
        concurrency.leave("a");
        concurrency.leave("b");
        assertThat(concurrency.clients()).isZero();
    }
}
