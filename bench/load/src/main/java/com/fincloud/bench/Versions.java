package com.fincloud.bench;

import com.fincloud.bench.box.Machine;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** The line under the table: on what it was measured. */
final class Versions {

    private static final Pattern PEER = Pattern.compile(".*/spring-cloud-gateway-server-webflux-(.*)\\.jar");

    private Versions() {}

    static String of(Path project, Site site, Load load) throws IOException {
        return LocalDate.now(ZoneOffset.UTC) + "; " + Machine.hardware() + "; " + Machine.java() + "; gateway "
                + manifestVersion(project.resolve("target/api-gateway.jar")) + "; Spring Cloud Gateway "
                + peerVersion(project.resolve("bench/peer/target/peer.jar")) + "; Redis "
                + site.redis().version() + "; load by " + load.name() + " and the runner";
    }

    private static String manifestVersion(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Implementation-Version");
        }
    }

    private static String peerVersion(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> PEER.matcher(entry.getName()))
                    .filter(name -> name.matches())
                    .map(name -> name.group(1))
                    .findFirst()
                    .orElse("?");
        }
    }
}
