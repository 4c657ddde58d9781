package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.settings.Variable;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The objects of deploy/kubernetes are what Kubernetes takes, and fit the gateway that runs in them. */
class KubernetesContractTest {

    private static final Path BASE = Path.of("deploy/kubernetes/base");

    private static Map<?, ?> file(String name) throws IOException {
        return MonitoringFiles.yaml(BASE.resolve(name));
    }

    /** What is below {@code node} by keys and list indices. */
    private static @Nullable Object at(@Nullable Object node, Object... path) {
        @Nullable Object found = node;
        for (Object step : path) {
            found = step instanceof Integer index
                    ? MonitoringFiles.list(found).get(index)
                    : MonitoringFiles.map(found).get(step);
        }
        return found;
    }

    private static @Nullable Object container(Object... path) throws IOException {
        Object container = at(file("deployment.yaml"), "spec", "template", "spec", "containers", 0);
        return at(container, path);
    }

    private static int number(@Nullable Object node) {
        return Integer.parseInt(String.valueOf(node));
    }

    /** The settings of the ConfigMap, or the names of the secret's. */
    private static Map<String, String> lines(Stream<String> lines) {
        return lines.filter(line -> !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static Map<String, String> settings() throws IOException {
        Object literals = at(file("kustomization.yaml"), "configMapGenerator", 0, "literals");
        return lines(MonitoringFiles.list(literals).stream().map(String::valueOf));
    }

    private static Map<String, String> secrets() throws IOException {
        return lines(Files.readAllLines(BASE.resolve("secret.env.example")).stream());
    }

    @ParameterizedTest
    @CsvSource({
        "deployment.yaml, Deployment",
        "service.yaml, Service",
        "autoscaler.yaml, HorizontalPodAutoscaler",
        "disruption-budget.yaml, PodDisruptionBudget",
        "network-policy.yaml, NetworkPolicy"
    })
    void kubernetesKnowsEveryFieldAndMissesNone(String name, String kind) throws IOException {
        JsonElement object = new Gson().toJsonTree(file(name));

        assertThat(at(file(name), "kind")).isEqualTo(kind);
        assertThatCode(() -> validate(kind, object)).doesNotThrowAnyException();
    }

    private static void validate(String kind, JsonElement object) throws IOException {
        switch (kind) {
            case "Deployment" -> V1Deployment.validateJsonElement(object);
            case "Service" -> V1Service.validateJsonElement(object);
            case "HorizontalPodAutoscaler" -> V2HorizontalPodAutoscaler.validateJsonElement(object);
            case "PodDisruptionBudget" -> V1PodDisruptionBudget.validateJsonElement(object);
            default -> V1NetworkPolicy.validateJsonElement(object);
        }
    }

    @Test
    void everyFileIsInTheKustomizationAndEveryRouteFileInItsConfigMap() throws IOException {
        assertThat(names(BASE, "kustomization.yaml"))
                .containsExactlyInAnyOrderElementsOf(strings(at(file("kustomization.yaml"), "resources")));
        assertThat(strings(at(file("kustomization.yaml"), "configMapGenerator", 1, "files")))
                .containsExactlyInAnyOrderElementsOf(names(Path.of("routes"), "").stream()
                        .map("../../../routes/"::concat)
                        .toList());
    }

    private static List<String> names(Path folder, String except) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches(".*\\.(xml|yaml|yml)") && !name.equals(except))
                    .toList();
        }
    }

    private static List<String> strings(@Nullable Object node) {
        return MonitoringFiles.list(node).stream().map(String::valueOf).toList();
    }

    @Test
    void onlyVariablesThatTheGatewayReadsAreSetAndNoSecretAmongTheSettings() throws IOException {
        Set<String> known = Stream.of(Variable.values()).map(Variable::name).collect(Collectors.toSet());

        assertThat(settings().keySet())
                .isSubsetOf(known)
                .doesNotContain("JWT_SECRET", "REDIS_URL", "REVOCATION_REDIS_URL");
        assertThat(secrets().keySet()).containsExactlyInAnyOrder("JWT_SECRET", "REDIS_URL", "REVOCATION_REDIS_URL");
        assertThat(secrets().get("JWT_SECRET")).isEmpty();
    }

    @Test
    void thePortsAreTheGatewaysAndTheServicesOwn() throws IOException {
        assertThat(container("ports", 0, "containerPort")).isEqualTo(number(Variable.SERVICE_PORT.defaultValue()));
        assertThat(container("ports", 1, "containerPort")).isEqualTo(number(Variable.MANAGEMENT_PORT.defaultValue()));
        Set<Integer> reachable = new TreeSet<>();
        for (Object rule : MonitoringFiles.list(at(file("network-policy.yaml"), "spec", "egress"))) {
            MonitoringFiles.list(at(rule, "ports")).forEach(port -> reachable.add(number(at(port, "port"))));
        }
        assertThat(reachable)
                .contains(
                        URI.create(Variable.BUDGET_SERVICE_URL.defaultValue()).getPort(),
                        URI.create(Variable.PORTFOLIO_SERVICE_URL.defaultValue())
                                .getPort(),
                        URI.create(Variable.NOTIFICATION_SERVICE_URL.defaultValue())
                                .getPort(),
                        URI.create(secrets().getOrDefault("REDIS_URL", "")).getPort());
    }

    @Test
    void everythingMeansTheSamePods() throws IOException {
        Object labels = at(file("deployment.yaml"), "spec", "template", "metadata", "labels");

        assertThat(at(file("deployment.yaml"), "spec", "selector", "matchLabels"))
                .isEqualTo(labels);
        assertThat(at(file("service.yaml"), "spec", "selector")).isEqualTo(labels);
        assertThat(at(file("disruption-budget.yaml"), "spec", "selector", "matchLabels"))
                .isEqualTo(labels);
        assertThat(at(file("network-policy.yaml"), "spec", "podSelector", "matchLabels"))
                .isEqualTo(labels);
        assertThat(at(file("autoscaler.yaml"), "spec", "scaleTargetRef", "name"))
                .isEqualTo(at(file("deployment.yaml"), "metadata", "name"));
        Map<?, ?> monitor = MonitoringFiles.yaml(Path.of("deploy/kubernetes/monitoring/service-monitor.yaml"));
        assertThat(at(monitor, "spec", "selector", "matchLabels"))
                .isEqualTo(at(file("service.yaml"), "metadata", "labels"));
        assertThat(at(monitor, "spec", "endpoints", 0, "port"))
                .isEqualTo(at(file("service.yaml"), "spec", "ports", 1, "name"));
    }

    @Test
    void thereIsTimeForEverythingBetweenTheEndsBeginningAndTheKill() throws IOException {
        int preStop = number(at(container("lifecycle", "preStop", "exec", "command"), 1));
        int delay = number(settings().get("SHUTDOWN_DELAY"));
        int grace = number(at(file("deployment.yaml"), "spec", "template", "spec", "terminationGracePeriodSeconds"));
        int camel = 15;

        assertThat(preStop + delay + 30 + camel).isLessThan(grace);
        int noticed = number(container("readinessProbe", "periodSeconds"))
                * number(container("readinessProbe", "failureThreshold"));
        assertThat(noticed).isLessThan(preStop + delay);
    }

    @Test
    void theProbesAndTheScrapeAskWhatARunningGatewayAnswers() throws IOException {
        try (TestGateway gateway = TestGateway.builder().start()) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                Object request = container(probe, "httpGet");
                int port = "http".equals(at(request, "port")) ? gateway.port() : gateway.managementPort();

                assertThat(Http.get(port, String.valueOf(at(request, "path"))).status())
                        .as(probe)
                        .isEqualTo(200);
            }
            Map<?, ?> monitor = MonitoringFiles.yaml(Path.of("deploy/kubernetes/monitoring/service-monitor.yaml"));
            String path = String.valueOf(at(monitor, "spec", "endpoints", 0, "path"));
            assertThat(Http.get(gateway.managementPort(), path).status()).isEqualTo(200);
        }
    }

    /** The kubelet writes a new folder and swaps the symbolic link through which all files are seen. */
    @Test
    void aChangedConfigMapIsTakenUpByTheRunningGateway() throws IOException {
        Path mount = Files.createTempDirectory("mount");
        swap(mount, "..1", Command.backend("one", "/api/v1/one"));
        Files.createSymbolicLink(mount.resolve("routes.xml"), Path.of("..data", "routes.xml"));
        try (TestGateway gateway = TestGateway.builder().changing(mount).start()) {
            assertThat(Http.get(gateway.managementPort(), "/actuator/routes").text())
                    .contains("/api/v1/one");

            swap(mount, "..2", Command.backend("two", "/api/v1/two"));

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(Http.get(gateway.managementPort(), "/actuator/routes")
                                    .text())
                            .contains("/api/v1/two")
                            .doesNotContain("/api/v1/one"));
        }
    }

    private static void swap(Path mount, String version, String routes) throws IOException {
        Path folder = Files.createDirectory(mount.resolve(version));
        Files.writeString(folder.resolve("routes.xml"), routes);
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }
}
