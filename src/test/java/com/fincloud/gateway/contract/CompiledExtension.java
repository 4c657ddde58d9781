package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes the jar of an extension from sources, as {@code extensions/pom.xml} does. */
public final class CompiledExtension {

    private record Source(String name, String text) {

        JavaFileObject file() {
            return new SimpleJavaFileObject(
                    URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return text;
                }
            };
        }
    }

    private final List<Source> sources = new ArrayList<>();
    private final Map<String, String> resources = new java.util.TreeMap<>();
    private boolean own = true;

    /** Adds a class by its full name. */
    public CompiledExtension with(String name, String text) {
        sources.add(new Source(name, text));
        return this;
    }

    /** Adds a resource. */
    public CompiledExtension resource(String path, String text) {
        resources.put(path, text);
        return this;
    }

    /** Makes it the jar of a library, in which nobody searches for routes and beans. */
    public CompiledExtension library() {
        own = false;
        return this;
    }

    /** Compiles the classes into a jar. */
    public Path jar(Path jar) throws IOException {
        Path classes = Files.createTempDirectory("classes");
        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled = sources.isEmpty()
                || compiler.getTask(
                                said,
                                null,
                                null,
                                List.of(
                                        "-proc:none",
                                        "-d",
                                        classes.toString(),
                                        "--release",
                                        "17",
                                        "-classpath",
                                        System.getProperty("java.class.path")),
                                null,
                                sources.stream().map(Source::file).toList())
                        .call();
        assertThat(compiled).as(said.toString()).isTrue();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (own) {
            manifest.getMainAttributes().putValue("Gateway-Extension", "true");
        }
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> paths = Files.walk(classes)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
            }
            for (Map.Entry<String, String> resource : resources.entrySet()) {
                out.putNextEntry(new JarEntry(resource.getKey()));
                out.write(resource.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
