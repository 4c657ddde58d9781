package com.fincloud.gateway.extension;

import com.fincloud.gateway.settings.SettingsException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A jar of an extension.
 *
 * @param own whether it was made from the classes of {@code extensions/pom.xml}
 * @param classes paths of its classes; for a library one class of each package
 */
record ExtensionJar(Path file, boolean own, List<String> classes) {

    /** The manifest's entry in a jar that was made from own classes. */
    private static final String OWN = "Gateway-Extension";

    private static final String CLASS = ".class";
    private static final String VERSIONS = "META-INF/";

    /**
     * Reads a jar.
     *
     * @throws SettingsException if it cannot be read
     */
    static ExtensionJar read(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            boolean own = manifest != null && manifest.getMainAttributes().getValue(OWN) != null;
            return new ExtensionJar(file, own, classes(jar, own));
        } catch (IOException | RuntimeException e) {
            throw new SettingsException(List.of("the extension " + file + " is no readable jar: " + e.getMessage()
                    + " (expected: a jar file; remove it, or make it again)"));
        }
    }

    private static List<String> classes(JarFile jar, boolean all) {
        List<String> classes = new ArrayList<>();
        Set<String> packages = new HashSet<>();
        Enumeration<JarEntry> entries = jar.entries();
        while (entries.hasMoreElements()) {
            String path = entries.nextElement().getName();
            boolean isClass = path.endsWith(CLASS) && !path.startsWith(VERSIONS) && path.indexOf('/') > 0;
            if (isClass && (packages.add(path.substring(0, path.lastIndexOf('/'))) || all)) {
                classes.add(path);
            }
        }
        return classes;
    }

    URL url() {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The name of a class at a path in a jar. */
    static String className(String path) {
        return path.substring(0, path.length() - CLASS.length()).replace('/', '.');
    }
}
