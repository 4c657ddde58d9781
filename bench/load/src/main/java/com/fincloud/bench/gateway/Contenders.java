package com.fincloud.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Both gateways, each started in the same two ways with the same heap. */
public final class Contenders {

    private static final String HEAP = "-Xmx256m";

    private static final int OUR_DATABASE = 4;
    private static final int PEER_DATABASE = 5;

    /** What makes the peer faster, or quiet; ours brings what it needs along. */
    private static final List<String> PEER_OPTIONS = List.of(
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
    public Contenders(Path project, Path java, Site site, Path work) throws IOException {
        this.project = project;
        this.java = java;
        this.site = site;
        this.work = work;
        this.layout = new ImageLayout(project, java);
    }

    /** Our gateway. */
    public Side ours() throws IOException, InterruptedException {
        return side("ours", project.resolve("target/api-gateway.jar"), List.of(), OUR_DATABASE);
    }

    /** Spring Cloud Gateway. */
    public Side peer() throws IOException, InterruptedException {
        return side("SCG", project.resolve("bench/peer/target/peer.jar"), PEER_OPTIONS, PEER_DATABASE);
    }

    private Side side(String name, Path jar, List<String> options, int database)
            throws IOException, InterruptedException {
        Contender plain = new Contender(name, command(List.of(), options, jar), project, database);
        Path directory = work.resolve("image-" + name);
        List<String> command = command(layout.options(), options, jar.getFileName());
        Contender image = new Contender(name + "-image", command, directory, database);
        layout.make(jar, image, site, work);
        return new Side(name, plain, image, site, work);
    }

    private List<String> command(List<String> first, List<String> then, Path jar) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(first);
        command.add(HEAP);
        command.addAll(then);
        command.add("-jar");
        command.add(jar.toString());
        return List.copyOf(command);
    }
}
