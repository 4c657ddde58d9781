package com.fincloud.gateway.contract;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** Several Redis processes of which one takes over when another fails. */
interface RedisGroup extends AutoCloseable {

    /** What {@code REDIS_URL} is. */
    String url();

    /** The master that decides for a client whose key has this hash tag. */
    RedisNode master(String tag);

    /** Has a replica of this master take over by command, while the master is well. */
    void handOver(RedisNode master);

    int replicas();

    /** Waits until each of the replicas has all that its master has. */
    default void awaitReplicas() {
        await().atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .until(() -> nodes().stream()
                                .filter(node -> node.info("master_link_status").equals("up"))
                                .count()
                        == replicas());
    }

    List<RedisNode> nodes();

    /** The database in which the gateway's keys are. */
    int database();

    /** Writes an entry for the token with this {@code jti} to the stream of revocations, tells nobody, and says whether it is there. */
    default boolean revoke(String jti, String exp) {
        return !master(Issuer.STREAM)
                .in(database(), "XADD", Issuer.STREAM, "*", "jti", jti, "exp", exp)
                .isEmpty();
    }

    @Override
    void close();
}
