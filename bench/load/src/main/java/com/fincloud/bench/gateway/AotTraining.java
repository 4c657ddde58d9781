package com.fincloud.bench.gateway;

import com.fincloud.bench.load.FirstAnswer;
import com.fincloud.bench.load.Load;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.load.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/** The run in which a JVM learns what its AOT cache is to hold (JEP 514): a start, and some time under load, as in
 * the build of the image. */
final class AotTraining {

    private static final String USE = "-XX:AOTCache=";
    private static final String MAKE = "-XX:AOTCacheOutput=";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final int CLIENTS = 16;

    private final Contender image;
    private final Load load;

    AotTraining(Contender image, Load load) {
        this.image = image;
        this.load = load;
    }

    /** Makes the cache that the gateway's options name, if they name one. */
    void run(Site site, Path logs) throws IOException, InterruptedException {
        String cache = image.command().stream()
                .filter(option -> option.startsWith(USE))
                .findFirst()
                .map(option -> option.substring(USE.length()))
                .orElse("");
        if (cache.isEmpty()) {
            return;
        }
        List<String> command = image.command().stream()
                .map(option -> option.replace(USE, MAKE))
                .toList();
        Contender trainee = new Contender(image.name() + "-training", command, image.directory(), image.database());
        try (Gateway gateway = trainee.start(site, logs)) {
            Requests requests = Requests.get("/x", new Tokens(site.secret()).distinct(CLIENTS, CLIENTS));
            new FirstAnswer(requests.bytes(0)).seconds(gateway.port(), gateway.process());
            load.run(gateway.port(), requests, CLIENTS, LOAD);
            gateway.process().terminate(PATIENCE);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        if (!Files.exists(image.directory().resolve(cache))) {
            throw new IOException(
                    "no AOT cache was made at " + image.directory().resolve(cache));
        }
    }
}
