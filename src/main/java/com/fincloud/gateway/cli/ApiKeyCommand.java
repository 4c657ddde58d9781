package com.fincloud.gateway.cli;

import com.fincloud.gateway.auth.apikey.ApiKeyList;
import com.fincloud.gateway.auth.apikey.ApiKeyText;
import com.fincloud.gateway.settings.value.Cidr;
import com.fincloud.gateway.settings.value.Values;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The command {@code api-key create}: makes a key, and the entry for the file with its hash. */
final class ApiKeyCommand {

    private static final List<String> FLAGS = List.of("--name", "--roles", "--plan", "--expires", "--networks");

    private final RandomGenerator random;

    ApiKeyCommand(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The lines to print.
     *
     * @param arguments the arguments after {@code api-key}
     * @throws IllegalArgumentException if they are not usable, with the reason
     */
    List<String> lines(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.get(0).equals("create")) {
            throw new IllegalArgumentException("'api-key' needs 'create' and --name=NAME");
        }
        Map<String, String> flags = flags(arguments.subList(1, arguments.size()));
        String name = flags.getOrDefault("--name", "");
        if (!ApiKeyList.isName(name)) {
            throw new IllegalArgumentException("--name takes 1 to 60 letters, digits, '.', '_' and '-'");
        }
        String key = ApiKeyText.create(random);
        List<String> lines = new ArrayList<>();
        lines.add("The key is shown only now. Give it to its owner over a safe channel:");
        lines.add("");
        lines.add(key);
        lines.add("");
        lines.add("Add this entry below 'keys:' in the file that API_KEYS names:");
        lines.add("");
        lines.add("  - name: " + quoted(name));
        lines.add("    sha256: '" + HexFormat.of().formatHex(ApiKeyText.sha256(key)) + "'");
        entry(flags, lines);
        return lines;
    }

    private static void entry(Map<String, String> flags, List<String> lines) {
        List<String> roles = Values.list(flags.getOrDefault("--roles", ""));
        if (!roles.isEmpty()) {
            lines.add("    roles: ["
                    + String.join(
                            ", ",
                            roles.stream()
                                    .map(role -> quoted(ApiKeyList.role(role)))
                                    .toList()) + "]");
        }
        String plan = flags.get("--plan");
        if (plan != null) {
            lines.add("    plan: " + quoted(plan));
        }
        String expires = flags.get("--expires");
        if (expires != null) {
            lines.add("    expires: " + quoted(ApiKeyList.moment(expires).toString()));
        }
        List<String> networks = Values.list(flags.getOrDefault("--networks", ""));
        if (!networks.isEmpty()) {
            networks.forEach(Cidr::parse);
            lines.add("    networks: ["
                    + String.join(
                            ", ", networks.stream().map(ApiKeyCommand::quoted).toList()) + "]");
        }
    }

    /** A text as YAML: plain if it is a word, otherwise in quotes. */
    private static String quoted(String text) {
        boolean word = !text.isEmpty() && Character.isLetter(text.charAt(0)) && ApiKeyList.isName(text);
        boolean special = List.of("true", "false", "null", "yes", "no", "on", "off", "y", "n")
                .contains(text.toLowerCase(Locale.ROOT));
        return word && !special ? text : "'" + text.replace("'", "''") + "'";
    }

    private static Map<String, String> flags(List<String> arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            if (!FLAGS.contains(flag)) {
                throw new IllegalArgumentException("unknown flag '" + flag + "'");
            }
            if (equals < 0 && i + 1 == arguments.size()) {
                throw new IllegalArgumentException("'" + flag + "' takes a value");
            }
            if (flags.put(flag, equals < 0 ? arguments.get(++i) : argument.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + flag + "' is given twice");
            }
        }
        return flags;
    }
}
