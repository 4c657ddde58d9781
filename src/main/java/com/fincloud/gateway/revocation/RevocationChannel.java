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
 * The subscription behind the Camel route. Spring's container is started apart from the route: started by it, a Redis that is down
 * would keep the route, and so the gateway, from starting. Once subscribed, the client reconnects and subscribes again by itself.
 */
final class RevocationChannel {

    private static final FixedBackOff NEVER = new FixedBackOff(0, 0);

    private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

    /** A subscription that calls {@code subscribed} each time it begins, for messages may have been missed before. */
    RevocationChannel(RedisConnections connections, Runnable subscribed) {
        container.setConnectionFactory(connections);
        container.setMaxSubscriptionRegistrationWaitingTime(
                Duration.ofSeconds(1).toMillis());
        // The container would try again on the thread that starts it, in a recursion; here the feed does.
        container.setRecoveryBackoff(NEVER);
        // What is done for a message is nothing but a note to read, so it needs neither a thread nor a queue.
        container.setTaskExecutor(Runnable::run);
        container.afterPropertiesSet();
        container.addMessageListener(new Watch(subscribed), new ChannelTopic(RevocationStream.NAME));
    }

    RedisMessageListenerContainer container() {
        return container;
    }

    /**
     * Subscribes, unless that is done.
     *
     * @throws RuntimeException when Redis refuses, or does not answer within a second
     */
    void subscribe() {
        if (container.isListening()) {
            return;
        }
        container.stop(); // what failed counts as started
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
            // the route's business
        }

        @Override
        public void onChannelSubscribed(byte[] channel, long count) {
            subscribed.run();
        }
    }
}
