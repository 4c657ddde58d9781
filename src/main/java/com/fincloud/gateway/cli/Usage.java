package com.fincloud.gateway.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text for {@code help}, and its part for a command that was used in a wrong way. */
final class Usage {

    private static final String PROGRAM = "java -jar api-gateway.jar ";

    /** For each command its forms; each form is followed by the lines of its explanation. */
    private static final Map<String, List<List<String>>> FORMS = forms();

    private static final List<String> NOTES = List.of(
            "dir is ROUTES_DIR, or else 'routes'. Variables come from the environment, from system properties and from .env.",
            "With --json a command prints JSON. A start takes variables as options, for instance --SERVICE_PORT=9000.");

    private Usage() {}

    private static Map<String, List<List<String>>> forms() {
        Map<String, List<List<String>>> forms = new LinkedHashMap<>();
        forms.put("", List.of(List.of("", "start the gateway")));
        forms.put(
                "validate",
                List.of(List.of("validate [dir|file]", "check the route files; status 1 when one is broken")));
        forms.put(
                "routes",
                List.of(List.of("routes [dir|file]", "list the routes with their methods, roles and limits")));
        forms.put(
                "explain",
                List.of(
                        List.of(
                                "explain METHOD PATH [dir]",
                                "show what the gateway would do with a request of a caller with",
                                "--role=NAME, --key=NAME, --from=ADDRESS"),
                        List.of(
                                "explain --request-id=ID",
                                "show why a request failed; asks a running gateway, whose",
                                "management port is --management=URL")));
        forms.put(
                "api-key",
                List.of(List.of(
                        "api-key create --name=NAME",
                        "make an API key and its entry for API_KEYS; options:",
                        "--roles=A,B --plan=NAME --expires=DATE --networks=CIDR,CIDR")));
        forms.put(
                "completion",
                List.of(List.of("completion bash|zsh", "print a script that completes the commands in a shell")));
        forms.put("version", List.of(List.of("version", "print the version (also --version and -v)")));
        forms.put("help", List.of(List.of("help", "this text (also --help and -h)")));
        return forms;
    }

    /** All commands. */
    static List<String> all() {
        List<String> lines = new ArrayList<>();
        FORMS.values().forEach(forms -> add(forms, lines));
        lines.addAll(NOTES);
        return lines;
    }

    /** The forms of one command; all commands, if there is no command of that name. */
    static List<String> of(String command) {
        List<List<String>> forms = command.isEmpty() ? null : FORMS.get(command);
        if (forms == null) {
            return all();
        }
        List<String> lines = new ArrayList<>();
        add(forms, lines);
        return lines;
    }

    private static void add(List<List<String>> forms, List<String> lines) {
        for (List<String> form : forms) {
            String call = (lines.isEmpty() ? "usage: " : "       ") + PROGRAM + form.get(0);
            for (String explanation : form.subList(1, form.size())) {
                lines.add("%-62s %s".formatted(call, explanation));
                call = "";
            }
        }
    }
}
