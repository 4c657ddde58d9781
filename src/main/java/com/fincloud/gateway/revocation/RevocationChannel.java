package com.fincloud.gateway.revocation;

import com.fincloud.gateway.redis.RedisConnections;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.SubscriptionListener;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/**
 * The subscription behind the Camel route. Spring's listener container is started separately from the route. Otherwise an unavailable Redis
 * would prevent the route, and so the gateway, from starting. After the first subscription the client reconnects and subscribes again by
 * itself.
 */
final class RevocationChannel {

    private static final FixedBackOff NEVER = new FixedBackOff(0, 0);

    private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

    /** Creates a subscription. It calls {@code subscribed} each time it begins, because messages may have been missed before. */
    RevocationChannel(RedisConnections connections, Runnable subscribed) {
        container.setConnectionFactory(connections);
        container.setMaxSubscriptionRegistrationWaitingTime(
                Duration.ofSeconds(1).toMillis());
        // The container would retry recursively on the thread that starts it. Instead, the feed retries.
        container.setRecoveryBackoff(NEVER);
        // A message only requests a read, so it needs neither a thread nor a queue.
        container.setTaskExecutor(Runnable::run);
        container.afterPropertiesSet();
        container.addMessageListener(new Watch(subscribed), new ChannelTopic(RevocationStream.NAME));
    }

    RedisMessageListenerContainer container() {
        return container;
    }

    /**
     * Subscribes if it is not subscribed.
     *
     * @throws RuntimeException if Redis refuses, or does not respond within a second
     */
    void subscribe() {
        if (container.isListening()) {
            return;
        }
        container.stop(); // the container counts as started after a failure
        try {
            container.start();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    void close() {
        container.stop();
    }

    private record Watch(Runnable subscribed) implements MessageListener, SubscriptionListener {

        @Override
        public void onMessage(Message message, byte @Nullable [] pattern) {
            // the route handles messages
        }

        @Override
        public void onChannelSubscribed(byte[] channel, long count) {
            subscribed.run();
        }
    }
}
