package com.fincloud.gateway.contract;

import com.fincloud.gateway.cli.CommandLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A command's end, run in this JVM.
 *
 * @param status what the process would end with
 * @param out what it printed
 * @param err what it complained of
 */
record Command(int status, String out, String err) {

    static Command run(String... args) {
        return run(Map.of(), Path.of("no/such/folder"), args);
    }

    /** Runs a command with an environment, in a working directory that may have an {@code .env}. */
    static Command run(Map<String, String> environment, Path folder, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new CommandLine(
                        environment,
                        folder,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args);
        return new Command(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A folder with these files. */
    static Path folder(Map<String, String> files) {
        try {
            Path folder = Files.createTempDirectory("routes");
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with one route of the template {@code backend}; parameters are names and values in turn. */
    static String backend(String id, String path, String... parameters) {
        StringBuilder file = new StringBuilder("<templatedRoutes xmlns=\"http://camel.apache.org/schema/xml-io\">\n"
                        + "  <templatedRoute routeTemplateRef=\"backend\" routeId=\"")
                .append(id)
                .append("\">\n");
        String[] all = {"path", path, "service", id, "url", "http://" + id + ":8001"};
        for (String[] list : new String[][] {all, parameters}) {
            for (int i = 0; i < list.length; i += 2) {
                file.append("    <parameter name=\"")
                        .append(list[i])
                        .append("\" value=\"")
                        .append(list[i + 1])
                        .append("\"/>\n");
            }
        }
        return file.append("  </templatedRoute>\n</templatedRoutes>\n").toString();
    }

    /** A file with one plain route; {@code steps} begin on line 4. */
    static String plain(String id, String uri, String steps) {
        return "<routes xmlns=\"http://camel.apache.org/schema/xml-io\">\n  <route id=\"" + id + "\">\n    <from uri=\""
                + uri + "\"/>\n" + steps + "\n  </route>\n</routes>\n";
    }
}
