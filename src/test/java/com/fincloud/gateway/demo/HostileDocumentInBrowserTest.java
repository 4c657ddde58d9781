package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile service writes into its document does nothing in the pages: no script runs, no other server is asked. */
class HostileDocumentInBrowserTest {

    private static final String DOCUMENT =
            """
            {"openapi":"3.1.0","info":{"title":"<script>window.hacked=1</script>","version":"<b onclick=alert(1)>1</b>",
             "description":"HOSTILE <script>window.hacked=2</script>"},
             "paths":{"/api/v1/accounts/":{"get":{"operationId":"hostile<script>","summary":"<img src=x onerror=window.hacked=3>",
              "description":"HERE <script src='SPY/a.js'></script><img src='SPY/b.png' onerror='window.hacked=4'>\\n\\n![x](SPY/c.png)\\n\\n[go](javascript:window.hacked=5) <a href='javascript:window.hacked=6' id='trap'>go</a><iframe src='SPY/d'></iframe><style>@import 'SPY/e.css'; body{background:url(SPY/f)}</style><svg onload='window.hacked=7'></svg><base href='SPY/'><form action='SPY/g'><button>b</button></form>",
              "externalDocs":{"url":"javascript:window.hacked=8"},
              "parameters":[{"name":"<img src=x onerror=window.hacked=9>","in":"query","schema":{"$ref":"#/components/schemas/A"}}],
              "responses":{"200":{"description":"<svg/onload=window.hacked=10>","content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"},
               "example":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"x":"</script><script>window.hacked=11</script>"}}}}}}}},
             "components":{"schemas":{"A":{"type":"object","title":"<img src=x onerror=window.hacked=12>","__proto__":{"polluted":1},
              "properties":{"__proto__":{"polluted":1},"self":{"$ref":"#/components/schemas/A"},"b":{"$ref":"#/components/schemas/B"}},
              "default":{"__proto__":{"polluted":1}}},
              "B":{"allOf":[{"$ref":"#/components/schemas/B"},{"$ref":"SPY/h.json"}]}}}}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/redoc"})
    void aHostileDescriptionStaysText(String path) throws Exception {
        Optional<Path> program = Browser.installed();
        assumeTrue(
                program.isPresent(),
                "no Chromium is installed: the pages are not looked at (apt-get install chromium)");
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer hostile = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String spy = "http://127.0.0.1:" + hostile.getAddress().getPort();
        byte[] document = DOCUMENT.replace("SPY", spy).getBytes(StandardCharsets.UTF_8);
        hostile.createContext("/", exchange -> {
            boolean isDocument = exchange.getRequestURI().getPath().equals("/openapi.json");
            if (!isDocument) {
                asked.add(exchange.getRequestURI().getPath());
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(isDocument ? 200 : 404, isDocument ? document.length : -1);
            exchange.getResponseBody().write(isDocument ? document : new byte[0]);
            exchange.close();
        });
        hostile.start();
        try (var gateway = DevGateway.run(
                                "--SERVICE_PORT=0",
                                "--MANAGEMENT_PORT=0",
                                "--demo.ports=free",
                                "--BUDGET_SERVICE_URL=" + spy)
                        .context();
                Browser page = new Browser(program.get())) {
            String url = "http://localhost:" + gateway.getEnvironment().getRequiredProperty("local.server.port");
            ApiDocument.awaitLive(url);
            asked.clear(); // the gateway's own checks of the service's health, if any
            page.open(url + path);
            page.awaitTrue("document.body.textContent.includes('HOSTILE')");
            if (path.equals("/docs")) {
                page.click("[id^='operations-budget-hostile'] .opblock-summary-control");
            }
            page.awaitTrue("document.body.textContent.includes('HERE')");
            page.eval("(document.querySelector('#trap') || document.body).click()");
            page.eval(
                    "[...document.querySelectorAll('a')].filter(a => a.textContent === 'go').forEach(a => a.click())");
            page.awaitTrue("document.readyState === 'complete'");

            assertThat(page.eval("String(window.hacked)").asText()).isEqualTo("undefined");
            assertThat(page.eval("String(({}).polluted)").asText()).isEqualTo("undefined");
            assertThat(page.eval("location.href").asText()).startsWith(url + path);
            assertThat(page.eval("document.querySelectorAll('iframe, base, main script, [onerror], [onload]').length")
                            .asInt())
                    .isZero();
            assertThat(asked).isEmpty();
        } finally {
            hostile.stop(0);
        }
    }
}
