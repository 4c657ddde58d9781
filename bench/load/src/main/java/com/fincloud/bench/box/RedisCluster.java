package com.fincloud.bench.box;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A Redis Cluster of this run: some masters on this machine without replicas, in memory only. */
public final class RedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final long TIMEOUT_NANOS = 30_000_000_000L;

    private record Node(int port, int busPort, Child process) {}

    private final List<Node> nodes = new ArrayList<>();

    /** Starts so many masters by {@code executable}, each with its share of the slots; they serve when this returns. */
    public RedisCluster(String executable, int masters, Path directory) throws IOException, InterruptedException {
        for (int i = 0; i < masters; i++) {
            nodes.add(start(executable, directory, i));
        }
        for (int i = 0; i < masters; i++) {
            join(i, SLOTS * i / masters, SLOTS * (i + 1) / masters - 1);
        }
        awaitState();
    }

    private static Node start(String executable, Path directory, int index) throws IOException, InterruptedException {
        int port = Ports.free();
        int busPort = Ports.free();
        Path state = directory.resolve("cluster-" + index + ".conf");
        Files.deleteIfExists(state);
        List<String> command = List.of(
                executable,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--cluster-enabled",
                "yes",
                "--cluster-port",
                Integer.toString(busPort),
                "--cluster-config-file",
                state.toString());
        Path log = directory.resolve("cluster-" + index + ".log");
        Node node = new Node(port, busPort, new Child("redis-cluster", command, directory, Map.of(), log));
        Ports.awaitListening(port, node.process());
        return node;
    }

    private void join(int index, int firstSlot, int lastSlot) throws IOException {
        try (RedisClient client = new RedisClient(nodes.get(index).port())) {
            client.call("CLUSTER", "SET-CONFIG-EPOCH", index + 1);
            client.call("CLUSTER", "ADDSLOTSRANGE", firstSlot, lastSlot);
            Node first = nodes.get(0);
            if (index > 0) {
                client.call("CLUSTER", "MEET", "127.0.0.1", first.port(), first.busPort());
            }
        }
    }

    private void awaitState() throws IOException, InterruptedException {
        long end = System.nanoTime() + TIMEOUT_NANOS;
        for (Node node : nodes) {
            try (RedisClient client = new RedisClient(node.port())) {
                while (!isWhole(client)) {
                    if (System.nanoTime() - end > 0) {
                        throw new IllegalStateException("the cluster does not form: see "
                                + node.process().log());
                    }
                    Thread.sleep(50);
                }
            }
        }
    }

    private boolean isWhole(RedisClient client) throws IOException {
        String info = String.valueOf(client.call("CLUSTER", "INFO"));
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + nodes.size());
    }

    /** What {@code REDIS_URL} says of it. */
    public String url() {
        return nodes.stream().map(node -> "redis://127.0.0.1:" + node.port()).collect(Collectors.joining(","));
    }

    /** The ports of its masters. */
    public List<Integer> ports() {
        return nodes.stream().map(Node::port).toList();
    }

    /** CPU time and memory of each master. */
    public List<ProcessFigures> figures() {
        return nodes.stream()
                .map(node -> new ProcessFigures(node.process().pid()))
                .toList();
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.process().close());
    }
}
