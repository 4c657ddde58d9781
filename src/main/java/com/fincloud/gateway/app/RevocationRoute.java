package com.fincloud.gateway.app;

import com.fincloud.gateway.revocation.IgnoredMessage;
import com.fincloud.gateway.revocation.RevocationFeed;
import org.apache.camel.builder.RouteBuilder;

/** Hears from Redis that the issuer ended a token, and has the revocations read. */
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
        // By default a message would be deserialized by Java's serialization, whoever sent it.
        bindToRegistry(UNREAD, new IgnoredMessage());
        from("spring-redis:revocations?command=SUBSCRIBE&channels=" + RevocationFeed.CHANNEL + "&listenerContainer=#"
                        + CHANNEL + "&serializer=#" + UNREAD)
                .routeId("gateway-revocations")
                .process(message -> feed.changed());
    }
}
