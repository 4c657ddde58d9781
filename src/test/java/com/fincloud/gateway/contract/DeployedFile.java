package com.fincloud.gateway.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Route files as a deployment brings them: written elsewhere a while ago, and renamed into the folder. The gateway need not wait for the
 * end of the writing, as it does for a file that is written in its place, and neither need the test.
 */
final class DeployedFile {

    /** Longer than the gateway waits after the last write to any file. */
    private static final long AGE_SECONDS = 10;

    private DeployedFile() {}

    static void put(Path folder, String name, String text) {
        try {
            Path written = Files.writeString(folder.resolve(name + ".new"), text, StandardCharsets.UTF_8);
            Files.setLastModifiedTime(written, FileTime.from(Instant.now().minusSeconds(AGE_SECONDS)));
            Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
