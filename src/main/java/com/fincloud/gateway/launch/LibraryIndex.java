package com.fincloud.gateway.launch;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An index from directories to the libraries that have files in them, in the order of the class path. */
final class LibraryIndex {

    private static final String VERSIONS = "META-INF/versions/";

    private final Map<String, List<Library>> directories = new HashMap<>();

    /** Opens each library and reads its directory. Throws {@link IOException} if a library cannot be read. */
    LibraryIndex(URL[] urls) throws IOException {
        for (URL url : urls) {
            Library library = Library.open(url);
            library.jar().stream().forEach(entry -> add(entry.getName(), library));
        }
    }

    private void add(String path, Library library) {
        // Versioned class of a multi-release jar.
        if (path.startsWith(VERSIONS) && path.indexOf('/', VERSIONS.length()) > 0) {
            add(path.substring(path.indexOf('/', VERSIONS.length()) + 1), library);
        }
        List<Library> libraries = directories.computeIfAbsent(directory(path), unused -> new ArrayList<>(1));
        if (libraries.isEmpty() || libraries.get(libraries.size() - 1).jar() != library.jar()) {
            libraries.add(library);
        }
    }

    /** The libraries that can contain a file or a directory with this name. */
    List<Library> having(String path) {
        return directories.getOrDefault(directory(path), List.of());
    }

    private static String directory(String path) {
        return path.substring(0, path.lastIndexOf('/', path.length() - 2) + 1);
    }
}
