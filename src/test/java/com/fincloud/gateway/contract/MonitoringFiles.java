package com.fincloud.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rules of deploy/prometheus and the dashboard of deploy/grafana. */
final class MonitoringFiles {

    /** A rule as its file has it; an alert or a recording. */
    record Rule(String alert, String record, String expression, Map<String, String> annotations) {}

    private MonitoringFiles() {}

    static List<Rule> rules() throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (String file : List.of("recording.yml", "alerts.yml")) {
            Map<?, ?> document = yaml(Path.of("deploy/prometheus/rules", file));
            for (Object group : list(document.get("groups"))) {
                for (Object rule : list(map(group).get("rules"))) {
                    rules.add(rule(map(rule)));
                }
            }
        }
        return rules;
    }

    private static Rule rule(Map<?, ?> rule) {
        Map<String, String> annotations = new LinkedHashMap<>();
        map(rule.get("annotations"))
                .forEach((name, text) -> annotations.put(String.valueOf(name), String.valueOf(text)));
        return new Rule(text(rule.get("alert")), text(rule.get("record")), text(rule.get("expr")), annotations);
    }

    /** The queries of the dashboard's panels, variables and annotations. */
    static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        JsonNode dashboard =
                new ObjectMapper().readTree(Files.readString(Path.of("deploy/grafana/dashboards/gateway.json")));
        dashboard.findValues("expr").forEach(expression -> queries.add(expression.asText()));
        dashboard
                .findValues("query")
                .forEach(query -> queries.add(query.path("query").asText()));
        queries.removeIf(String::isEmpty);
        return queries;
    }

    static Map<?, ?> yaml(Path file) throws IOException {
        return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)));
    }

    static Map<?, ?> map(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<?> list(@Nullable Object node) {
        return node instanceof List<?> list ? list : List.of();
    }

    private static String text(@Nullable Object node) {
        return node == null ? "" : node.toString();
    }
}
