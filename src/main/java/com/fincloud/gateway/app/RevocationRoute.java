package com.fincloud.gateway.app;

import com.fincloud.gateway.revocation.IgnoredMessage;
import com.fincloud.gateway.revocation.RevocationFeed;
import org.apache.camel.builder.RouteBuilder;

/** Receives the message from Redis that the issuer has revoked a token, and requests a read of the revocations. */
final class RevocationRoute extends RouteBuilder {

    private static final String CHANNEL = "gateway-revocations";
    private static final String UNREAD = "gateway-unread";

    private final RevocationFeed feed;

    RevocationRoute(RevocationFeed feed) {
        this.feed = feed;
    }

    @Override
    public void configure() {
        bindToRegistry(CHANNEL, feed.channel());
        // By default Java serialization would deserialize a message, whatever its sender.
        bindToRegistry(UNREAD, new IgnoredMessage());
        from("spring-redis:revocations?command=SUBSCRIBE&channels=" + RevocationFeed.CHANNEL + "&listenerContainer=#"
                        + CHANNEL + "&serializer=#" + UNREAD)
                .routeId("gateway-revocations")
                .process(message -> feed.changed());
    }
}
