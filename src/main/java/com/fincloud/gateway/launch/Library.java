package com.fincloud.gateway.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** A library jar inside the jar, or the gateway's own classes. */
record Library(URL url, JarFile jar, CodeSource source) {

    /** Opens a library. Throws {@link IOException} if it cannot be read. */
    static Library open(URL url) throws IOException {
        JarURLConnection connection = (JarURLConnection) url.openConnection();
        connection.setUseCaches(false);
        return new Library(url, connection.getJarFile(), new CodeSource(url, (CodeSigner[]) null));
    }

    byte @Nullable [] read(String path) throws IOException {
        ZipEntry entry = jar.getEntry(path);
        if (entry == null) {
            return null;
        }
        try (InputStream stream = jar.getInputStream(entry)) {
            return stream.readAllBytes();
        }
    }

    boolean has(String path) {
        return jar.getEntry(path) != null;
    }

    @Nullable
    Manifest manifest() throws IOException {
        return jar.getManifest();
    }
}
