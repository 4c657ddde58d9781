package com.fincloud.bench.gateway;

import com.fincloud.bench.load.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Both gateways, each started in the same two ways: ours in the container that it is made for, the peer with the heap that it needs. */
public final class Contenders {

    /** Bytes of the container's memory, which our image derives its heap from; there is no container here. */
    private static final String CONTAINER = "-XX:MaxRAM=384m";

    private static final String HEAP = "-Xmx256m";

    private static final int OUR_DATABASE = 4;
    private static final int PEER_DATABASE = 5;

    /**
     * What makes the peer faster, or quiet, as in the image; ours brings what it needs along. Of the image's options those are taken
     * back that suit ours and cost the peer a quarter of its throughput. From its jar each runs as delivered.
     */
    private static final List<String> PEER_OPTIONS = List.of(
            "-XX:CompileCommand=memlimit,*.*,0",
            "-XX:NewSize=24m",
            "-XX:SurvivorRatio=4",
            "-XX:TargetSurvivorRatio=50",
            "-Dreactor.netty.ioWorkerCount=" + Runtime.getRuntime().availableProcessors(),
            "-Dio.netty.leakDetection.level=disabled",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.noUnsafe=false");

    private final Path project;
    private final Path java;
    private final Site site;
    private final Path work;
    private final ImageLayout layout;

    /** The jars of {@code project}, run by {@code java}, with what they write in {@code work}. */
    public Contenders(Path project, Path java, Site site, Load load, Path work) throws IOException {
        this.project = project;
        this.java = java;
        this.site = site;
        this.work = work;
        this.layout = new ImageLayout(project, java, load);
    }

    /** Our gateway. */
    public Side ours() throws IOException, InterruptedException {
        return side("ours", project.resolve("target/api-gateway.jar"), CONTAINER, List.of(), OUR_DATABASE);
    }

    /** Spring Cloud Gateway. */
    public Side peer() throws IOException, InterruptedException {
        return side("SCG", project.resolve("bench/peer/target/peer.jar"), HEAP, PEER_OPTIONS, PEER_DATABASE);
    }

    private Side side(String name, Path jar, String imageMemory, List<String> options, int database)
            throws IOException, InterruptedException {
        Contender plain = new Contender(name, command(List.of(HEAP), List.of(), jar), project, database);
        Path directory = work.resolve("image-" + name);
        List<String> first = new ArrayList<>(layout.options());
        first.add(imageMemory);
        List<String> command = command(first, options, jar.getFileName());
        Contender image = new Contender(name + "-image", command, directory, database);
        layout.make(jar, image, site, work);
        return new Side(name, plain, image, site, work);
    }

    private List<String> command(List<String> first, List<String> then, Path jar) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(first);
        command.addAll(then);
        command.add("-jar");
        command.add(jar.toString());
        return List.copyOf(command);
    }
}
