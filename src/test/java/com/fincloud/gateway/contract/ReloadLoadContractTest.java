package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.routefile.RouteFolder;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract 11.2 under load: edit after edit, no request lost, nothing left behind. */
class ReloadLoadContractTest {

    private static final int EDITS = 25;
    private static final int CLIENTS = 4;

    /** Hundreds of requests an edit, and the machine is not full. */
    private static final long PAUSE_NANOS = 2_000_000;

    private static Path folder;
    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start(@TempDir Path routes) throws IOException {
        folder = routes;
        backend = new RecordingBackend();
        Files.writeString(folder.resolve("template.xml"), ReloadContractTest.template("t", "/api/t", "/t"));
        Files.writeString(folder.resolve("plain.xml"), plain(0));
        gateway = TestGateway.builder().changing(folder).backend(backend).start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private static String plain(int edit) {
        return """
                <camel>
                  <rest path="/api/rest"><get path="/x"><to uri="direct:answer"/></get></rest>
                  <route id="p"><from uri="platform-http:/api/p"/><to id="to" uri="direct:answer"/></route>
                  <route id="d"><from uri="direct:answer"/><setBody id="body"><constant>edit %d</constant></setBody></route>
                </camel>
                """
                .formatted(edit);
    }

    @Test
    void editAfterEditLosesNoRequestAndLeavesNothingBehind() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> clients = new ArrayList<>();
        for (String path :
                List.of("/api/t/x", "/api/p", "/api/rest/x", "/api/t/y").subList(0, CLIENTS)) {
            Thread client = new Thread(() -> call(path, done, answered, failures));
            client.start();
            clients.add(client);
        }
        edit(1, 6);
        Map<String, Integer> before = settledSizes();
        Set<String> meters = meters();

        edit(6, EDITS);

        Map<String, Integer> after = settledSizes();
        Set<String> metersAfter = meters();
        done.set(true);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(failures).isEmpty();
        assertThat(answered.get()).isGreaterThan(EDITS);
        assertThat(after).isEqualTo(before);
        assertThat(metersAfter).isEqualTo(meters);
    }

    /** Good, broken, mended, added and deleted files in turn, each as soon as the gateway has taken notice of the last. */
    private static void edit(int from, int to) throws IOException {
        for (int edit = from; edit < to; edit++) {
            DeployedFile.put(folder, "plain.xml", plain(edit));
            DeployedFile.put(folder, "template.xml", ReloadContractTest.template("t", "/api/t", "/t" + edit));
            if (edit % 5 == 0) {
                DeployedFile.put(folder, "extra.xml", "<routes><route id='e'>");
            } else if (edit % 5 == 3) {
                Files.deleteIfExists(folder.resolve("extra.xml"));
            }
            String expected = "edit " + edit;
            await().until(() ->
                    Http.get(gateway.port(), "/api/p", Tokens.bearer()).text().equals(expected));
        }
    }

    private static void call(String path, AtomicBoolean done, AtomicInteger answered, Queue<String> failures) {
        try (Http http = new Http(gateway.port())) {
            while (!done.get()) {
                Http.Reply reply = http.exchange("GET", path, null, Tokens.bearer());
                answered.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
                if (reply.status() != 200 || !reply.complete()) {
                    failures.add(path + " " + reply.head() + reply.text());
                }
            }
        } catch (IOException e) {
            failures.add(path + " " + e);
        }
    }

    /** What a reload could leave behind, once the last old version has gone. */
    private static Map<String, Integer> settledSizes() {
        CamelContext context = gateway.context().getBean(CamelContext.class);
        RouteFolder files = gateway.context().getBean(RouteFolder.class);
        long own = context.getRoutes().stream()
                .filter(route -> route.getId().startsWith("gateway-"))
                .count();
        await().until(() -> context.getRoutes().size()
                == own
                        + files.files().stream()
                                .mapToInt(file -> file.routes().size())
                                .sum());
        Map<String, Integer> sizes = new LinkedHashMap<>();
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        sizes.put("routes", context.getRoutes().size());
        sizes.put("route definitions", model.getRouteDefinitions().size());
        sizes.put("rest definitions", model.getRestDefinitions().size());
        sizes.put("endpoints", context.getEndpoints().size());
        sizes.put("rests", context.getRestRegistry().size());
        return sizes;
    }

    /** Every meter with its tags but the JVM's own, which come with the first collection of their kind. */
    private static Set<String> meters() {
        Set<String> meters = new TreeSet<>();
        for (Meter meter : gateway.context().getBean(MeterRegistry.class).getMeters()) {
            if (!meter.getId().getName().startsWith("jvm.")) {
                meters.add(meter.getId().toString());
            }
        }
        return meters;
    }
}
