package com.fincloud.gateway.launch;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Loads the classes and resources of a Spring Boot jar by an index of its directories. */
final class LibraryClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** Names that need no encoding in a URL. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._$/-]+");

    private final URLClassLoader launched;
    private final LibraryIndex index;

    /** Creates a class loader that replaces {@code launched}. Throws {@link IOException} if a library cannot be read. */
    LibraryClassLoader(URLClassLoader launched) throws IOException {
        super("gateway", new URL[0], launched.getParent());
        this.launched = launched;
        this.index = new LibraryIndex(launched.getURLs());
    }

    @Override
    public URL[] getURLs() {
        return launched.getURLs();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        try {
            for (Library library : index.having(path)) {
                byte[] bytes = library.read(path);
                if (bytes != null) {
                    definePackageOf(name, library);
                    return defineClass(name, bytes, 0, bytes.length, library.source());
                }
            }
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        throw new ClassNotFoundException(name);
    }

    private void definePackageOf(String className, Library library) throws IOException {
        int end = className.lastIndexOf('.');
        if (end < 0 || getDefinedPackage(className.substring(0, end)) != null) {
            return;
        }
        try {
            Manifest manifest = library.manifest();
            definePackage(className.substring(0, end), manifest == null ? new Manifest() : manifest, library.url());
        } catch (IllegalArgumentException e) {
            // A different thread has defined it meanwhile.
        }
    }

    @Override
    public @Nullable URL findResource(String name) {
        if (!PLAIN.matcher(name).matches()) {
            return launched.findResource(name);
        }
        for (Library library : index.having(name)) {
            if (library.has(name)) {
                return url(library, name);
            }
        }
        return null;
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        if (!PLAIN.matcher(name).matches()) {
            return launched.findResources(name);
        }
        List<URL> found = new ArrayList<>();
        for (Library library : index.having(name)) {
            if (library.has(name)) {
                found.add(url(library, name));
            }
        }
        return Collections.enumeration(found);
    }

    private static URL url(Library library, String name) {
        try {
            return new URL(library.url(), name);
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
