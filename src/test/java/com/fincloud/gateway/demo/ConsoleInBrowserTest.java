package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The operators' page in a real browser, beside a gateway that is being used. With {@code -Dpictures=docs/images} the pictures of the
 * documentation are made.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleInBrowserTest {

    private static final List<String> PATHS = List.of(
            "/api/v1/budget/accounts",
            "/api/v1/transactions",
            "/api/v1/budget/nothing",
            "/api/v1/portfolio/portfolios",
            "/api/v1/notifications",
            "/api/v1/overview");

    private static final String TEXT = "document.body.textContent";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ScheduledExecutorService CLIENT = Executors.newSingleThreadScheduledExecutor();

    private static @Nullable ConfigurableApplicationContext gateway;
    private static @Nullable Browser browser;
    private static Path routes = Path.of("");
    private static String url = "";

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Optional<Path> program = Browser.installed();
        assumeTrue(
                program.isPresent(), "no Chromium is installed: the page is not looked at (apt-get install chromium)");
        routes = folder;
        for (String file :
                List.of("budget.xml", "portfolio.xml", "notifications.xml", "examples/merge-two-services.xml")) {
            Path source = Path.of("routes", file);
            Files.copy(source, folder.resolve(source.getFileName()));
        }
        Welcome welcome = DevGateway.run(
                "--SERVICE_PORT=0",
                "--MANAGEMENT_PORT=0",
                "--demo.ports=free",
                "--ROUTES_DIR=" + folder,
                "--RATE_LIMIT_PER_MINUTE=100000",
                "--RATE_LIMIT_PER_HOUR=1000000");
        gateway = welcome.context();
        url = "http://localhost:" + gateway.getEnvironment().getRequiredProperty("local.management.port");
        call(welcome);
        browser = new Browser(program.get());
    }

    /** Calls the gateway forty times a second, as somebody with a token. */
    @SuppressWarnings("FutureReturnValueIgnored") // it runs until the end
    private static void call(Welcome welcome) {
        String base = "http://localhost:" + welcome.context().getEnvironment().getRequiredProperty("local.server.port");
        User user = new User(User.DEMO_ID, User.DEMO_EMAIL, "Demo User", "user", Instant.EPOCH);
        String token = welcome.tokens().access(user, Tokens.LONGEST_ACCESS);
        AtomicInteger calls = new AtomicInteger();
        CLIENT.scheduleAtFixedRate(
                () -> HTTP.sendAsync(
                        HttpRequest.newBuilder(URI.create(base + PATHS.get(calls.incrementAndGet() % PATHS.size())))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.discarding()),
                0,
                25,
                TimeUnit.MILLISECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        CLIENT.shutdownNow();
        if (browser != null) {
            browser.close();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    private static Browser browser() {
        return Objects.requireNonNull(browser);
    }

    @BeforeEach
    void open() throws Exception {
        browser().size(1280, 1000, false);
        browser().open(url + "/");
        browser().awaitTrue("document.querySelectorAll('#routes-body tr').length > 10");
    }

    private static void mode(String mode) throws IOException, InterruptedException {
        String service = new Variables(Objects.requireNonNull(gateway).getEnvironment()::getProperty)
                .get(Variable.PORTFOLIO_SERVICE_URL);
        HTTP.send(
                HttpRequest.newBuilder(URI.create(service + "/demo/mode"))
                        .POST(BodyPublishers.ofString("{\"mode\":\"" + mode + "\"}"))
                        .build(),
                BodyHandlers.discarding());
    }

    /** The text of a cell in the row of a route or a service. */
    private static String cell(String row, int column) {
        return "[...document.querySelectorAll('tbody tr:not(.details)')].find(row => row.cells[0].textContent.includes('"
                + row + "')).cells[" + column + "].textContent";
    }

    @Test
    @Order(1)
    void trafficShowsUpByItself() throws Exception {
        Browser page = browser();

        page.awaitTrue("parseFloat(" + cell("/api/v1/transactions/", 4) + ") > 0.5");
        page.awaitTrue("/ ms$/.test(" + cell("/api/v1/transactions/", 8) + ")");
        page.awaitTrue(cell("/api/v1/budget/", 6) + " === '50 %'"); // every other call of that route is a 404
        page.awaitTrue(cell("notification", 2) + ".includes('healthy')");
        assertThat(page.eval(cell("/api/v1/reports/", 4)).asText()).isEqualTo("0");
        assertThat(page.eval(cell("/api/v1/reports/", 8)).asText()).isEqualTo("–");
        assertCleanPage();
    }

    @Test
    @Order(2)
    void aRouteOpensToItsFactsAndItsDiagram() throws Exception {
        Browser page = browser();
        page.eval("[...document.querySelectorAll('#routes-body button')]"
                + ".find(button => button.textContent.includes('overview')).click()");

        page.awaitTrue(
                "[...document.querySelectorAll('.diagram .kind')].some(kind => kind.textContent === 'multicast')");
        assertThat(page.eval("document.querySelectorAll('.diagram .branches .branches code').length")
                        .asInt())
                .isEqualTo(4); // two calls beside each other, each with what catches its failure
        page.awaitTrue(
                "document.querySelector('tr.details:not([hidden]) dl').textContent.includes('merge-two-services.xml')");
        page.eval("document.querySelector('tr.details:not([hidden])').previousElementSibling.scrollIntoView()");
        picture("console-route.png");
        assertCleanPage();
    }

    @Test
    @Order(2)
    void aPageThatIsOpenedHasTheLastMinute() throws Exception {
        Browser page = browser();
        page.awaitTrue("document.querySelectorAll('#tiles path').length > 5");
        page.open(url + "/");
        page.awaitTrue("/over the last \\d+ s/.test(document.querySelector('#window').textContent)");

        assertThat(page.eval("parseInt(document.querySelector('#window').textContent.match(/\\d+/)[0])")
                        .asInt())
                .isGreaterThanOrEqualTo(5);
        assertCleanPage();
    }

    @Test
    @Order(2)
    void routesAreSearched() throws Exception {
        Browser page = browser();
        page.type("#route-search", "overview GET");

        page.awaitTrue("document.querySelectorAll('#routes-body tr:not(.details)').length === 1");
        assertThat(page.eval("document.querySelector('#routes-body').textContent")
                        .asText())
                .contains("/api/v1/overview");
        page.eval("document.querySelector('#route-search').value = ''");
        page.eval("document.querySelector('#route-search').dispatchEvent(new Event('input'))");
        page.awaitTrue("document.querySelectorAll('#routes-body tr:not(.details)').length > 5");
        assertCleanPage();
    }

    @Test
    @Order(3)
    void aFailedRequestOpensToAllThatIsKnownOfIt() throws Exception {
        Browser page = browser();
        page.prefers("dark");
        mode("failing");
        try {
            page.awaitTrue("document.querySelector('#failures-body').textContent.includes('Service portfolio')");
            page.eval("[...document.querySelectorAll('#failures-body tr')]"
                    + ".find(row => row.textContent.includes('call of the service')).querySelector('a').click()");
            page.awaitTrue("document.querySelector('#request').textContent.includes('request received')");
            assertThat(page.eval("document.querySelector('#request').textContent")
                            .asText())
                    .contains("portfolio at http://", "Circuit of portfolio", "portfolio.xml:", "user 1", "done")
                    .contains("s ago");
            page.eval("document.querySelector('#failures-title').scrollIntoView()");
            picture("console-failure.png");
            page.size(400, 844, true);
            assertThat(page.eval("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(400);
            assertCleanPage();
        } finally {
            mode("ok");
            page.prefers("light");
            page.eval("location.hash = ''");
        }
    }

    @Test
    @Order(4)
    void anOpenCircuitAndABrokenFileShow() throws Exception {
        Browser page = browser();
        mode("failing");
        Files.writeString(
                routes.resolve("invoices.xml"),
                """
                <templatedRoutes xmlns="http://camel.apache.org/schema/xml-io">
                  <templatedRoute routeTemplateRef="backend" routeId="invoices">
                    <parameter name="path"    value="/api/v1/invoices"/>
                    <parameter name="service" value="invoice"/>
                    <parameter name="url"     value="http://invoice-service:8004"/>
                    <parameter name="timeout" value="5 s"/>
                  </templatedRoute>
                </templatedRoutes>
                """);
        try {
            page.awaitTrue(
                    "document.querySelector('#attention').textContent.includes('The circuit of portfolio is open')");
            page.awaitTrue(cell("portfolio", 1) + ".startsWith('open')");
            page.awaitTrue(
                    "document.querySelector('#files').textContent.includes('line 6, column 38: timeout=5 s is not usable')");
            page.awaitTrue("document.querySelector('#changes').textContent.includes('invoices.xml')");
            picture("console.png");
            page.size(400, 844, true);
            assertThat(page.eval("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(400);
            assertCleanPage();
        } finally {
            mode("ok");
            Files.delete(routes.resolve("invoices.xml"));
        }
    }

    @Test
    @Order(4)
    void whatAFileSaysStaysText() throws Exception {
        Browser page = browser();
        String hostile = "&lt;img src=x onerror=window.hacked=1>&lt;script>window.hacked=2&lt;/script>";
        Path file = routes.resolve("hostile <b onclick=hacked()>.xml");
        Files.writeString(
                file,
                """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="&lt;i>hostile&lt;/i>">
                    <from uri="platform-http:/api/v1/hostile"/>
                    <filter><simple>${header.a} == '%1$s'</simple><log message="%1$s"/></filter>
                  </route>
                </routes>
                """
                        .formatted(hostile));
        page.awaitTrue("document.querySelector('#routes').textContent.includes('<i>hostile</i>')");
        page.eval("[...document.querySelectorAll('#routes-body button')]"
                + ".find(button => button.textContent.includes('hostile')).click()");
        page.awaitTrue("document.querySelector('.diagram code') && " + TEXT + ".includes('<img src=x')");
        Files.writeString(file, "<routes><" + "x y='&lt;img src=x onerror=window.hacked=4>'/></routes>");
        page.awaitTrue("document.querySelector('#attention').textContent.includes('<b onclick=hacked()>.xml')");

        assertThat(page.eval("String(window.hacked)").asText()).isEqualTo("undefined");
        assertThat(page.eval("document.querySelectorAll('img, i, [onclick], [onerror], body script').length")
                        .asInt())
                .isZero();
        assertCleanPage();
        Files.delete(file);
    }

    @Test
    @Order(4)
    void percentilesAreThoseOfTheLastMinute() throws Exception {
        Browser page = browser();
        page.eval("import('/console/window.js').then(loaded => window.minutes = loaded)");
        page.awaitTrue("window.minutes");
        page.eval(
                """
                window.sample = (seconds, count, counts) => ({ gateway: { uptime_ms: seconds * 1000 },
                  times: { count, seconds: [0.01, 0.1, 1], counts } });
                window.minute = new minutes.Window();
                minute.add(sample(0, 1000, [0, 0, 0]));
                minute.add(sample(30, 1000, [0, 0, 0]));
                minute.add(sample(90, 1100, [50, 90, 99]));
                """);

        assertThat(quantile(0.3)).isEqualTo("<0.01"); // of the first bucket its upper bound alone is known
        assertThat(quantile(0.7)).isEqualTo("0.055"); // 20 of the 40 between 0.01 and 0.1
        assertThat(quantile(0.995)).isEqualTo(">1");
        assertThat(page.eval("minute.rate(state => state.times.count)").asDouble())
                .isEqualTo(100 / 60.0);
        page.eval("minute.add(sample(2, 7, [7, 7, 7]))"); // started anew
        assertThat(page.eval("minute.grown(state => state.times.count)").isNull())
                .isTrue();
    }

    @Test
    @Order(4)
    void refusedCallersPlansAndKeysAreShownAsText() throws Exception {
        Browser page = browser();
        assertThat(page.eval("document.querySelector('#no-refused').hidden").asBoolean())
                .isFalse();
        assertThat(page.eval("document.querySelector('#plans-card').hidden").asBoolean())
                .isTrue();
        page.eval("import('/console/callers.js').then(loaded => window.callers = loaded)");
        page.awaitTrue("window.callers");

        String refused = page.eval(
                        """
                        (() => {
                          const caller = { kind: 'user', name: '<img src=x>', refused: 1234, reported: 2, plan: 'gold',
                            limit: 'minute', last: '2026-03-01T12:00:00Z' };
                          callers.showRefused({ gateway: { time: '2026-03-01T12:03:30Z' }, limiter: { enabled: true }, refused_callers: { hashed: true,
                            callers: Array.from({ length: 12 }, (_, i) => ({ ...caller, name: caller.name + i })) } });
                          return document.querySelector('#refused-card').textContent;
                        })()""")
                .asText();
        String plans = page.eval(
                        """
                        (() => {
                          callers.showPlansAndKeys({
                            plans: { mode: 'report', plans: [{ name: 'gold', limits: '7 requests a minute', figures: { reported: 3 } }] },
                            api_keys: { count: 1, keys: [{ name: 'billing', id: '0a1b', status: 'revoked', last_used: null, plan: null }] },
                          }, { rate: () => 1.5 });
                          return document.querySelector('#plans-card').textContent;
                        })()""")
                .asText();

        assertThat(refused)
                .contains(
                        "user <img src=x>9",
                        "1,234 refused, 2 reported; per minute, plan gold, last 3 min ago",
                        "2 more")
                .doesNotContain("user <img src=x>10");
        assertThat(plans)
                .contains("limits are only reported")
                .contains("7 requests a minute; 1.5 /s allowed, 1.5 /s refused, 1.5 /s reported")
                .contains("Key billing (0a1b)", "revoked, not used since the start");
        assertCleanPage();
    }

    private static String quantile(double q) throws Exception {
        return browser()
                .eval("(found => found.sign + Number(found.seconds.toFixed(4)))(minute.quantile(" + q
                        + ", state => state.times))")
                .asText();
    }

    @Test
    @Order(6)
    void aGatewayThatDoesNotAnswerShowsNoFigureAsNew() throws Exception {
        Browser page = browser();
        page.eval("window.answering = window.fetch; window.fetch = () => Promise.reject(new Error('gone'))");

        page.awaitTrue("/^No answer since \\d\\d:\\d\\d:\\d\\d/.test(document.querySelector('#silence').textContent)"
                + " && !document.querySelector('#silence').hidden");
        assertThat(page.eval("document.querySelector('main').className").asText())
                .isEqualTo("stale");
        page.eval("window.fetch = window.answering");
        page.awaitTrue("document.querySelector('#silence').hidden");
        assertCleanPage();
    }

    @Test
    @Order(6)
    void whileNobodyLooksNothingIsAsked() throws Exception {
        Browser page = browser();
        page.eval("Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
                + "document.dispatchEvent(new Event('visibilitychange'))");

        AtomicInteger asked = new AtomicInteger(-1);
        await().during(Duration.ofSeconds(3)) // the page would ask every other second
                .atMost(Duration.ofSeconds(9))
                .until(() -> asked.getAndSet(page.requests().size())
                        == page.requests().size());
        page.eval("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
        await().until(() -> page.requests().size() > asked.get());
    }

    @Test
    @Order(7)
    void withoutRouteFilesThePageSaysSo() throws Exception {
        Browser page = browser();
        try (Stream<Path> files = Files.list(routes)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        page.awaitTrue("!document.querySelector('#no-routes').hidden && !document.querySelector('#no-files').hidden");
        assertThat(page.eval("document.querySelectorAll('#routes-body tr, #files li').length")
                        .asInt())
                .isZero();
        assertCleanPage();
    }

    /** No error in the console, and nobody asked but the gateway. */
    private static void assertCleanPage() {
        assertThat(browser().errors()).isEmpty();
        assertThat(browser().requests())
                .isNotEmpty()
                .allMatch(request -> request.startsWith(url + "/") || request.startsWith("data:"));
    }

    private static void picture(String name) throws Exception {
        String folder = System.getProperty("pictures", "");
        if (!folder.isEmpty()) {
            browser().awaitTrue("parseInt(document.querySelector('#window').textContent.match(/\\d+/)) >= 24");
            browser().picture(Path.of(folder, name));
        }
    }
}
