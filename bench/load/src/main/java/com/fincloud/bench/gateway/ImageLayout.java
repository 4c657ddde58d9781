package com.fincloud.bench.gateway;

import com.fincloud.bench.load.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the image starts the gateway: the entry point of the project's Dockerfile, which is read so that the two cannot differ, and the
 * files as {@code bench/image-layout} lays them out.
 */
final class ImageLayout {

    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"");

    private final Path project;
    private final Path java;
    private final Load load;
    private final List<String> options;

    ImageLayout(Path project, Path java, Load load) throws IOException {
        this.project = project;
        this.java = java;
        this.load = load;
        this.options = options(project.resolve("Dockerfile"));
    }

    private static List<String> options(Path dockerfile) throws IOException {
        String entryPoint = Files.readAllLines(dockerfile).stream()
                .filter(line -> line.startsWith("ENTRYPOINT"))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new IOException("no ENTRYPOINT in " + dockerfile));
        List<String> arguments = ARGUMENT.matcher(entryPoint)
                .results()
                .map(argument -> argument.group(1))
                .toList();
        return arguments.subList(1, arguments.indexOf("-jar"));
    }

    /** What stands between {@code java} and {@code -jar}; what it says of the heap is for a container, see {@link Contenders}. */
    List<String> options() {
        return options;
    }

    /** Lays the files out, with the AOT cache that the options name, unless that has been done with this jar. */
    void make(Path jar, Contender image, Site site, Path logs) throws IOException, InterruptedException {
        Path laidOut = image.directory().resolve(jar.getFileName());
        Path marker = image.directory().resolve("options");
        String made = digest(jar) + " " + digest(project.resolve("deploy/jvm.options")) + " "
                + String.join(" ", image.command());
        boolean current = Files.exists(marker) && Files.readString(marker).equals(made);
        if (current && Files.exists(laidOut)) {
            return;
        }
        Process process = new ProcessBuilder(
                        project.resolve("bench/image-layout").toString(),
                        java.toString(),
                        jar.toString(),
                        image.directory().toString())
                .directory(project.toFile())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("bench/image-layout failed for " + jar);
        }
        new AotTraining(image, load).run(site, logs);
        Files.writeString(marker, made);
    }

    /** Times do not tell: a reproducible build gives every jar the same. */
    private static String digest(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
