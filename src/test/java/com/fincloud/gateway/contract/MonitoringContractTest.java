package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and dashboard ask only for what a running gateway measures, and whoever is woken finds a page that says what to do. */
class MonitoringContractTest {

    private static final Pattern METRIC =
            Pattern.compile("\\b((?:gateway|camel|resilience4j|jvm|process|logback)_[a-z0-9_]+)(?:\\{([^}]*)})?");
    private static final Pattern RECORDED = Pattern.compile("\\bgateway:[a-z0-9_:]+");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|=|!=|!~)\"([^\"]*)\"");

    private static TestRedis redis;
    private static RecordingBackend backend;
    private static TestGateway gateway;
    private static Scrape scrape;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        redis = new TestRedis();
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("RATE_LIMIT_ENABLED", "true")
                .with("REDIS_URL", redis.url())
                .with(
                        "RATE_LIMIT_PLANS",
                        Files.writeString(folder.resolve("plans.yaml"), "plans: [{name: gold, minute: 100}]")
                                .toString())
                .start();
        Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer());
        await().until(() -> Scrape.of(gateway).sum("gateway_requests_total", "route", "budget") > 0);
        System.gc(); // there is a pause to measure once there has been one
        await().until(() -> has("jvm_gc_pause_seconds_sum"));
        scrape = Scrape.of(gateway);
    }

    private static boolean has(String metric) throws IOException {
        return Scrape.of(gateway).series().stream()
                .anyMatch(series -> series.name().equals(metric));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
        redis.close();
    }

    private static List<String> expressions() throws IOException {
        List<String> all = new ArrayList<>(MonitoringFiles.queries());
        MonitoringFiles.rules().forEach(rule -> all.add(rule.expression()));
        return all;
    }

    @Test
    void everyMetricThatIsAskedForIsMeasured() throws IOException {
        Set<String> measured = new TreeSet<>();
        scrape.series().forEach(series -> measured.add(series.name()));

        Set<String> asked = new TreeSet<>();
        for (String expression : expressions()) {
            METRIC.matcher(expression).results().forEach(found -> asked.add(found.group(1)));
        }

        assertThat(asked).hasSizeGreaterThan(20).isSubsetOf(measured);
    }

    @Test
    void everyTagThatIsAskedForIsOneOfTheMetrics() throws IOException {
        for (String expression : expressions()) {
            for (MatchResult metric : METRIC.matcher(expression).results().toList()) {
                Set<String> known = new TreeSet<>(Set.of("instance", "job", "le"));
                scrape.series().stream()
                        .filter(series -> series.name().equals(metric.group(1)))
                        .forEach(series -> known.addAll(series.tags().keySet()));
                String matchers = metric.group(2) == null ? "" : metric.group(2);
                MATCHER.matcher(matchers)
                        .results()
                        .forEach(matcher -> assertThat(known).as(expression).contains(matcher.group(1)));
            }
        }
    }

    /** A word that no series ever has would keep an alert silent for ever. */
    @Test
    void everyOutcomeResultAndReasonThatIsAskedForIsDocumented() throws IOException {
        String documented = Files.readString(Path.of("docs/metrics.md"));
        for (String expression : expressions()) {
            MATCHER.matcher(expression)
                    .results()
                    .filter(matcher -> Set.of("outcome", "result", "reason").contains(matcher.group(1)))
                    .flatMap(matcher -> Pattern.compile("\\|").splitAsStream(matcher.group(2)))
                    .forEach(word -> assertThat(documented).as(expression).contains("`" + word + "`"));
        }
    }

    @Test
    void everyRecordingThatIsAskedForIsMade() throws IOException {
        Set<String> made = new TreeSet<>();
        MonitoringFiles.rules().forEach(rule -> made.add(rule.record()));
        Set<String> asked = new TreeSet<>();
        for (String expression : expressions()) {
            RECORDED.matcher(expression).results().forEach(found -> asked.add(found.group()));
        }

        assertThat(asked).isNotEmpty().isSubsetOf(made);
    }

    @Test
    void everyAlertHasASectionInTheRunbookAndNoSectionIsWithoutOne() throws IOException {
        Set<String> alerts = new LinkedHashSet<>();
        for (MonitoringFiles.Rule rule : MonitoringFiles.rules()) {
            if (!rule.alert().isEmpty()) {
                alerts.add(rule.alert());
                assertThat(rule.annotations().get("runbook"))
                        .isEqualTo("docs/runbook.md#" + rule.alert().toLowerCase(Locale.ROOT));
            }
        }
        List<String> sections = Files.readAllLines(Path.of("docs/runbook.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4).strip())
                .toList();

        assertThat(sections).containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void theScrapeAsksWhereTheGatewayAnswers() throws IOException {
        Object scrapes = MonitoringFiles.yaml(Path.of("deploy/prometheus/prometheus.yml"))
                .get("scrape_configs");
        Object path = MonitoringFiles.map(MonitoringFiles.list(scrapes).get(0)).get("metrics_path");

        assertThat(Http.get(gateway.managementPort(), String.valueOf(path)).status())
                .isEqualTo(200);
    }

    @Test
    void composeBringsBothUpWithWhatLiesInDeploy() throws IOException {
        Map<?, ?> services = MonitoringFiles.map(
                MonitoringFiles.yaml(Path.of("docker-compose.yml")).get("services"));
        for (String name : List.of("prometheus", "grafana")) {
            Map<?, ?> service = MonitoringFiles.map(services.get(name));
            assertThat(MonitoringFiles.list(service.get("profiles"))).hasToString("[monitoring]");
            for (Object volume : MonitoringFiles.list(service.get("volumes"))) {
                String host = Pattern.compile(":")
                        .splitAsStream(volume.toString())
                        .findFirst()
                        .orElse("");
                assertThat(!host.startsWith(".") || Files.exists(Path.of(host)))
                        .as(host)
                        .isTrue();
            }
        }
        assertThat(Files.readString(Path.of("deploy/prometheus/prometheus.yml")))
                .contains("\"gateway:" + Variable.MANAGEMENT_PORT.defaultValue() + "\"");
        assertThat(Files.readString(Path.of("deploy/grafana/provisioning/datasources/prometheus.yml")))
                .contains("url: http://prometheus:9090", "uid: prometheus");
    }
}
