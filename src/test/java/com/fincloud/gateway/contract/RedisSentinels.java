package com.fincloud.gateway.contract;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A master with two replicas, and three sentinels that watch over them. */
final class RedisSentinels implements RedisGroup {

    private static final String MASTER = "fincloud";

    private final List<RedisNode> nodes = new ArrayList<>();
    private final List<RedisNode> sentinels = new ArrayList<>();

    /**
     * Starts them.
     *
     * @param downAfter how long a sentinel gets no answer until it takes the master for dead
     */
    RedisSentinels(Path folder, Duration downAfter) throws IOException {
        List<String> data = List.of("save \"\"", "repl-diskless-sync yes", "repl-diskless-sync-delay 0");
        RedisNode first = new RedisNode(folder, data);
        nodes.add(first);
        List<String> replica = new ArrayList<>(data);
        replica.add("replicaof 127.0.0.1 " + first.port());
        nodes.add(new RedisNode(folder, replica));
        nodes.add(new RedisNode(folder, replica));
        awaitReplicas();
        for (int i = 0; i < 3; i++) {
            sentinels.add(new RedisNode(
                    folder,
                    List.of(
                            "sentinel monitor %s 127.0.0.1 %d 2".formatted(MASTER, first.port()),
                            "sentinel down-after-milliseconds %s %d".formatted(MASTER, downAfter.toMillis()),
                            "sentinel failover-timeout %s 4000".formatted(MASTER)),
                    "--sentinel"));
        }
        await().until(() -> sentinels.stream().allMatch(RedisSentinels::knowsAll));
    }

    private static boolean knowsAll(RedisNode sentinel) {
        return sentinel.list("SENTINEL", "replicas", MASTER).size() == 2
                && sentinel.list("SENTINEL", "sentinels", MASTER).size() == 2;
    }

    @Override
    public String url() {
        return sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "/4#" + MASTER));
    }

    /** The one that the first sentinel names. */
    @Override
    public RedisNode master(String tag) {
        String port = String.valueOf(sentinels
                .get(0)
                .list("SENTINEL", "get-master-addr-by-name", MASTER)
                .get(1));
        return nodes.stream()
                .filter(node -> node.port() == Integer.parseInt(port))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void handOver(RedisNode master) {
        sentinels.get(0).tell("SENTINEL", "failover", MASTER);
    }

    @Override
    public int replicas() {
        return 2;
    }

    @Override
    public int database() {
        return 4;
    }

    @Override
    public List<RedisNode> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        sentinels.forEach(RedisNode::close);
        nodes.forEach(RedisNode::close);
    }
}
