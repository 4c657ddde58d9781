package com.fincloud.gateway.contract;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters with a replica each. */
final class RedisCluster implements RedisGroup {

    private static final int MASTERS = 3;

    private final List<RedisNode> nodes = new ArrayList<>();

    /**
     * Starts them.
     *
     * @param nodeTimeout how long a node gets no answer until it takes another one for dead
     */
    RedisCluster(Path folder, Duration nodeTimeout) throws IOException {
        for (int i = 0; i < 2 * MASTERS; i++) {
            nodes.add(new RedisNode(
                    folder,
                    List.of(
                            "save \"\"",
                            "repl-diskless-sync yes",
                            "repl-diskless-sync-delay 0",
                            "cluster-enabled yes",
                            "cluster-config-file nodes-%d.conf".formatted(i),
                            "cluster-node-timeout " + nodeTimeout.toMillis())));
        }
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).tell("CLUSTER", "SET-CONFIG-EPOCH", i + 1);
        }
        for (RedisNode node : nodes.subList(1, nodes.size())) {
            nodes.get(0).tell("CLUSTER", "MEET", "127.0.0.1", node.port());
        }
        for (int i = 0; i < MASTERS; i++) {
            nodes.get(i).tell("CLUSTER", slots(i, MASTERS));
        }
        await().until(() -> nodes.stream().allMatch(node -> lines(node).size() == nodes.size()));
        for (int i = 0; i < MASTERS; i++) {
            nodes.get(MASTERS + i).tell("CLUSTER", "REPLICATE", id(nodes.get(i)));
        }
        await().until(() -> nodes.stream().allMatch(RedisCluster::isWell));
        awaitReplicas();
    }

    /** The command with which one of several masters takes its share of the slots. */
    static Object[] slots(int master, int masters) {
        int from = SlotHash.SLOT_COUNT * master / masters;
        int to = SlotHash.SLOT_COUNT * (master + 1) / masters;
        List<Object> arguments = new ArrayList<>(List.of("ADDSLOTS"));
        IntStream.range(from, to).forEach(arguments::add);
        return arguments.toArray();
    }

    private static boolean isWell(RedisNode node) {
        return node.tell("CLUSTER", "INFO").contains("cluster_state:ok");
    }

    static String id(RedisNode node) {
        return node.tell("CLUSTER", "MYID");
    }

    private static List<String> lines(RedisNode node) {
        return node.tell("CLUSTER", "NODES").lines().toList();
    }

    private RedisNode answering() {
        return nodes.stream().filter(RedisNode::answers).findFirst().orElseThrow();
    }

    @Override
    public String url() {
        return nodes.stream().map(node -> "redis://127.0.0.1:" + node.port()).collect(Collectors.joining(","));
    }

    @Override
    public RedisNode master(String tag) {
        int slot = SlotHash.getSlot(tag);
        String line = lines(answering()).stream()
                .filter(node -> node.contains("master") && serves(node, slot))
                .findFirst()
                .orElseThrow();
        return nodes.stream()
                .filter(node -> line.contains(":" + node.port() + "@"))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a line of {@code CLUSTER NODES} has a slot among its ranges, which begin with the ninth word. */
    private static boolean serves(String line, int slot) {
        return List.of(line.split(" ")).stream()
                .skip(8)
                .filter(range -> range.matches("[0-9-]+"))
                .anyMatch(range -> {
                    int from = Integer.parseInt(range.replaceAll("-.*", ""));
                    int to = Integer.parseInt(range.replaceAll(".*-", ""));
                    return slot >= from && slot <= to;
                });
    }

    @Override
    public void handOver(RedisNode master) {
        String id = id(master);
        RedisNode replica = nodes.stream()
                .filter(node ->
                        node.answers() && lines(node).stream().anyMatch(line -> line.contains("myself,slave " + id)))
                .findFirst()
                .orElseThrow();
        replica.tell("CLUSTER", "FAILOVER");
    }

    /** Moves a slot with its keys from one master to another, as {@code redis-cli --cluster reshard} does. */
    void move(int slot, RedisNode from, RedisNode to) {
        to.tell("CLUSTER", "SETSLOT", slot, "IMPORTING", id(from));
        from.tell("CLUSTER", "SETSLOT", slot, "MIGRATING", id(to));
        for (List<Object> keys = keys(from, slot); !keys.isEmpty(); keys = keys(from, slot)) {
            keys.forEach(key -> from.tell("MIGRATE", "127.0.0.1", to.port(), key, 0, 1000));
        }
        to.tell("CLUSTER", "SETSLOT", slot, "NODE", id(to));
        from.tell("CLUSTER", "SETSLOT", slot, "NODE", id(to));
    }

    private static List<Object> keys(RedisNode node, int slot) {
        return node.list("CLUSTER", "GETKEYSINSLOT", slot, 100);
    }

    @Override
    public int replicas() {
        return MASTERS;
    }

    @Override
    public int database() {
        return 0;
    }

    @Override
    public List<RedisNode> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        nodes.forEach(RedisNode::close);
    }
}
