package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.RouteAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Camel's {@code direct:} component with room for two versions of a route. The newest version that runs is called. When it stops, the
 * previous version is called. A route may demand roles ({@link RoleGuard}). If a name has no consumer, the request fails at once; Camel would let it wait for 30 s.
 */
public final class ReloadableDirect extends DirectComponent {

    private final Map<String, List<DirectConsumer>> versions = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DirectEndpoint endpoint = new ReplaceableEndpoint(uri, this);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public void addConsumer(String key, DirectConsumer consumer) {
        versions.merge(key, List.of(consumer), (older, newest) -> Stream.concat(newest.stream(), older.stream())
                .toList());
        super.removeConsumer(key, consumer); // no such consumer exists: the call only makes producers look again
    }

    @Override
    public void removeConsumer(String key, DirectConsumer consumer) {
        versions.computeIfPresent(key, (name, running) -> {
            List<DirectConsumer> left =
                    running.stream().filter(other -> other != consumer).toList();
            return left.isEmpty() ? null : left;
        });
        super.removeConsumer(key, consumer);
    }

    @Override
    protected @Nullable DirectConsumer getConsumer(String key, boolean block, long timeout) {
        List<DirectConsumer> running = versions.get(key);
        return running == null ? null : running.get(0);
    }

    private static final class ReplaceableEndpoint extends DirectEndpoint implements MultipleConsumersSupport {

        private final String key;

        ReplaceableEndpoint(String uri, ReloadableDirect component) {
            super(uri, component);
            this.key = uri.indexOf('?') < 0 ? uri : uri.substring(0, uri.indexOf('?'));
        }

        @Override
        public boolean isMultipleConsumersSupported() {
            return true;
        }

        @Override
        public Consumer createConsumer(Processor route) throws Exception {
            RoleGuard guard = new RoleGuard(route);
            GuardedConsumer consumer = new GuardedConsumer(this, guard, key);
            configureConsumer(consumer);
            return consumer;
        }
    }

    /** The consumer of a route that may demand roles. */
    private static final class GuardedConsumer extends DirectConsumer {

        private final RoleGuard guard;

        GuardedConsumer(DirectEndpoint endpoint, RoleGuard guard, String key) {
            super(endpoint, guard, key);
            this.guard = guard;
        }

        @Override
        protected void doStart() throws Exception {
            guard.demand(RouteAttributes.of(getRoute()));
            super.doStart();
        }
    }
}
