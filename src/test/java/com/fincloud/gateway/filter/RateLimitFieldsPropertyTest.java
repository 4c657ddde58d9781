package com.fincloud.gateway.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.TestRequest;
import com.fincloud.gateway.ratelimit.window.ChunkPool;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.ratelimit.window.SlidingWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Contract 5.12: what the fields of a response say is what the client's next requests get. */
class RateLimitFieldsPropertyTest {

    private static final long START = 1_790_000_000_000_000L;
    private static final Pattern LEFT =
            Pattern.compile("\"minute\";r=(\\d+)(?:;t=(\\d+))?, \"hour\";r=(\\d+)(?:;t=(\\d+))?");

    private final List<Long> admitted = new ArrayList<>();

    @Property(tries = 200, seed = "20261130")
    void theFiguresAreWhatTheNextRequestsGet(
            @ForAll @IntRange(min = 1, max = 6) int perMinute,
            @ForAll @IntRange(min = 1, max = 12) int perHour,
            @ForAll @Size(min = 1, max = 25) List<@IntRange(max = 80) Integer> pauses) {
        Limits limits = new Limits(perMinute, perHour);
        admitted.clear();
        long now = START;
        for (int seconds : pauses) {
            now += seconds * 1_000_000L + 17;
            Decision decision = window(limits).admit(limits, 1, now);
            if (decision.allowed()) {
                admitted.add(now);
            }
            check(limits, decision, now);
        }
    }

    private SlidingWindow window(Limits limits) {
        SlidingWindow window = new SlidingWindow(new ChunkPool(1));
        admitted.forEach(time -> window.admit(limits, 1, time));
        return window;
    }

    private void check(Limits limits, Decision decision, long now) {
        RequestContext context = TestRequest.of("GET", "/a").read();
        new RateLimitFields(limits, 0).decided(context, decision, 0);
        Map<String, String> fields = context.headers().toClient();
        Matcher left = LEFT.matcher(fields.getOrDefault("RateLimit", ""));
        assertThat(left.matches()).isTrue();
        assertThat(fields)
                .containsEntry("X-RateLimit-Remaining-Minute", left.group(1))
                .containsEntry("X-RateLimit-Remaining-Hour", left.group(3));

        SlidingWindow next = window(limits);
        int more = Math.min(Integer.parseInt(left.group(1)), Integer.parseInt(left.group(3)));
        for (int i = 0; i < more; i++) {
            assertThat(next.admit(limits, 1, now).allowed()).isTrue();
        }
        assertThat(next.admit(limits, 1, now).allowed()).isFalse();
        long wait = Math.max(more(left.group(1), left.group(2)), more(left.group(3), left.group(4)));
        if (wait > 0) {
            assertThat(window(limits).admit(limits, 1, now + wait * 1_000_000).allowed())
                    .isTrue();
            assertThat(window(limits)
                            .admit(limits, 1, now + (wait - 1) * 1_000_000 - 1)
                            .allowed())
                    .isFalse();
        }
    }

    /** The seconds after which a window that is used up has room. */
    private static long more(String remaining, String seconds) {
        return "0".equals(remaining) ? Long.parseLong(seconds) : 0;
    }
}
