package com.fincloud.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.ratelimit.CallerNames.Name;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who was refused most lately, in bounded memory. */
class RefusedCallersTest {

    private final TestClock clock = new TestClock();
    private final RefusedCallers named = callers(true, 1);
    private final RefusedCallers hashed = callers(false, 1);

    private RefusedCallers callers(boolean shown, int secret) {
        return new RefusedCallers(new CallerNames(shown, new byte[] {(byte) secret}), clock);
    }

    private static void refuse(RefusedCallers callers, String caller, int times) {
        for (int i = 0; i < times; i++) {
            callers.beyond(caller, "default", "minute", false);
        }
    }

    private static List<String> shown(RefusedCallers callers) {
        return callers.most().stream()
                .map(caller -> caller.kind() + " " + caller.name() + ": " + caller.refused())
                .toList();
    }

    @Test
    void whoWasRefusedMostComesFirst() {
        refuse(named, "user:42", 2);
        refuse(named, "addr:192.0.2.7", 5);
        refuse(named, "user:key:billing", 3);
        refuse(named, "addr:2001:db8::", 1);

        assertThat(shown(named))
                .containsExactly("address 192.0.2.7: 5", "key billing: 3", "user 42: 2", "address 2001:db8::: 1");
    }

    @Test
    void whatIsOnlyReportedIsCountedApart() {
        refuse(named, "user:42", 1);
        clock.advance(Duration.ofSeconds(3));
        named.beyond("user:42", "gold", "concurrent", true);

        assertThat(named.most())
                .containsExactly(new RefusedCaller("user", "42", 1, 1, "gold", "concurrent", clock.instant()));
    }

    @Test
    void aHashHidesTheCallerAndHoldsForOneProcess() {
        RefusedCallers other = callers(false, 2);
        for (RefusedCallers callers : List.of(hashed, other)) {
            refuse(callers, "user:42", 2);
            refuse(callers, "addr:42", 1);
        }

        assertThat(hashed.most()).extracting(RefusedCaller::kind).containsExactly("user", "address");
        assertThat(hashed.most()).extracting(RefusedCaller::name).allMatch(name -> name.matches("[0-9a-f]{12}"));
        assertThat(hashed.most()).extracting(RefusedCaller::name).doesNotHaveDuplicates();
        assertThat(other.most())
                .extracting(RefusedCaller::name)
                .doesNotContainAnyElementsOf(
                        hashed.most().stream().map(RefusedCaller::name).toList());
    }

    @Test
    void aFloodOfAddressesIsBoundedAndHidesNobodyWhoIsRefusedOften() {
        for (int i = 0; i < 50_000; i++) {
            refuse(hashed, "addr:10." + i, 1);
            if (i % 50 == 0) {
                refuse(hashed, "user:42", 1);
            }
        }

        assertThat(hashed.most()).hasSize(100);
        assertThat(hashed.most().get(0).kind()).isEqualTo("user");
        assertThat(hashed.most().get(0).refused()).isEqualTo(1000);
        assertThat(hashed.most().get(1).refused()).isEqualTo(1);
    }

    @Test
    void noMoreThanAHundredCallersAreRemembered() {
        TopCallers top = new TopCallers();
        for (int i = 0; i < 1000; i++) {
            Name name = new Name("address", "10." + i);
            top.add(name, new RefusedCaller("address", name.text(), 1, 0, "default", "minute", clock.instant()));
        }

        assertThat(top.counted()).hasSize(TopCallers.MOST);
    }

    @Test
    void refusalsAreForgottenAfterFiveToTenMinutes() {
        refuse(named, "user:1", 1);
        clock.advance(RefusedCallers.PERIOD);
        refuse(named, "user:1", 1);
        refuse(named, "user:2", 4);
        assertThat(shown(named)).containsExactly("user 2: 4", "user 1: 2");

        clock.advance(RefusedCallers.PERIOD);
        assertThat(shown(named)).containsExactly("user 2: 4", "user 1: 1");

        clock.advance(RefusedCallers.PERIOD);
        assertThat(shown(named)).isEmpty();
    }

    @Test
    void afterALongSilenceAndWhenTheClockIsSetBackItGoesOn() {
        refuse(named, "user:1", 1);
        clock.advance(Duration.ofDays(3));
        assertThat(shown(named)).isEmpty();
        refuse(named, "user:2", 1);
        clock.advance(Duration.ofHours(-2));
        assertThat(shown(named)).isEmpty();
        refuse(named, "user:3", 1);
        clock.advance(RefusedCallers.PERIOD);

        assertThat(shown(named)).containsExactly("user 3: 1");
    }

    @Test
    void aLongNameIsCutAndStaysUnlikeOthers() {
        refuse(named, "user:" + "x".repeat(8000) + "1", 1);
        refuse(named, "user:" + "x".repeat(8000) + "2", 1);

        assertThat(named.most()).hasSize(2);
        assertThat(named.most()).extracting(RefusedCaller::name).allMatch(name -> name.length() < 120);
    }
}
