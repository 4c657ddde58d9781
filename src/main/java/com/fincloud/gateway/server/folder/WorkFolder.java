package com.fincloud.gateway.server.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Temporary folders for the Tomcats of both ports, deleted at the stop. Spring Boot would create two for each, which stay behind: it deletes
 * them at the end of the JVM only if they are empty, and a JVM that is halted deletes nothing.
 */
public final class WorkFolder implements AutoCloseable {

    private final List<Path> created = new CopyOnWriteArrayList<>();

    /** Creates a folder for a Tomcat that has none. Throws {@link UncheckedIOException} if the temporary directory is not writable. */
    public void giveTo(TomcatServletWebServerFactory factory) {
        if (factory.getDocumentRoot() != null) {
            return;
        }
        try {
            Path folder = Files.createTempDirectory("gateway-tomcat-");
            created.add(folder);
            factory.setBaseDirectory(folder.toFile());
            factory.setDocumentRoot(
                    Files.createDirectory(folder.resolve("documents")).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("no folder in " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    /** Deletes the folders. A file that cannot be deleted stays: during the stop there is nobody to tell. */
    @Override
    public void close() {
        created.forEach(folder -> FileSystemUtils.deleteRecursively(folder.toFile()));
    }
}
