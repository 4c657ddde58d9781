package com.fincloud.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Contract 11.2: requests find the old routes or the new ones, and never a mixture. */
class RouteChangeTest {

    private final RouteTable table = new RouteTable();

    private RouteConsumer added(String path, boolean below) {
        RouteConsumer consumer = TestConsumer.of(table, path, "", below);
        table.add(consumer);
        return consumer;
    }

    private List<String> matched(String path) {
        return table.index().match(path).stream().map(RouteConsumer::path).toList();
    }

    @Test
    void aRouteThatStopsIsNoLongerFound() {
        added("/a", true);
        RouteConsumer stopped = added("/a/b", false);
        RouteConsumer pattern = added("/a/{x}", false);

        table.remove(stopped);
        table.remove(pattern);

        assertThat(matched("/a/b")).containsExactly("/a");
    }

    @Test
    void routesThatWereHeldBackReplaceTheLeavingInOneStep() {
        RouteConsumer old = added("/a", false);
        table.holdBack();
        RouteConsumer successor = added("/a", false);
        assertThat(table.index().match("/a")).containsExactly(old);

        table.handOver(Set.of(old.id()));

        assertThat(table.index().match("/a")).containsExactly(successor);
        assertThat(old.enter()).isFalse();
        assertThat(successor.enter()).isTrue();
        assertThat(added("/b", false).enter()).isTrue();
        assertThat(matched("/b")).containsExactly("/b");
    }

    @Test
    void aHandoverThatIsCalledOffChangesNothing() {
        RouteConsumer old = added("/a", false);
        table.holdBack();
        added("/a", false);
        added("/new", false);

        table.release(false);
        added("/later", false);

        assertThat(table.index().match("/a")).containsExactly(old);
        assertThat(matched("/new")).isEmpty();
        assertThat(old.enter()).isTrue();
    }
}
