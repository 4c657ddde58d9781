package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The documentation's pages in a real browser, as a client's developer uses them. With {@code -Dpictures=docs/images} the pictures
 * of the documentation are made.
 */
class DocsInBrowserTest {

    private static final String LOGIN = "#operations-budget-login_api_v1_auth_login_post";
    private static final String ACCOUNTS = "#operations-budget-list_accounts_api_v1_accounts_get";

    private static @Nullable ConfigurableApplicationContext gateway;
    private static @Nullable Browser browser;
    private static String url = "";

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Browser.installed();
        assumeTrue(
                program.isPresent(),
                "no Chromium is installed: the pages are not looked at (apt-get install chromium)");
        gateway = DevGateway.run(
                        "--SERVICE_PORT=0", "--MANAGEMENT_PORT=0", "--demo.ports=free", "--RATE_LIMIT_PER_MINUTE=1000")
                .context();
        url = "http://localhost:" + gateway.getEnvironment().getRequiredProperty("local.server.port");
        ApiDocument.awaitLive(url);
        browser = new Browser(program.get());
    }

    @AfterAll
    static void stop() throws Exception {
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

    @Test
    void onDocsADeveloperSeesTheServicesLogsInAuthorizesAndCallsAnOperation() throws Exception {
        Browser page = browser();
        page.size(1280, 1000, false);
        page.open(url + "/docs");
        page.awaitTrue("document.querySelectorAll('.opblock').length > 25");
        picture("docs.png");
        assertThat(page.eval("[...document.querySelectorAll('.opblock-tag')].map(tag => tag.dataset.tag).join()")
                        .asText())
                .isEqualTo("budget,notification,portfolio,gateway");

        execute(LOGIN);
        String token = page.eval("JSON.parse(document.querySelector('" + LOGIN
                        + " .live-responses-table .microlight').textContent).access_token")
                .asText();
        page.click(LOGIN + " .opblock-summary-control");
        page.click(".btn.authorize");
        page.type("#auth-bearer-value", token);
        page.click(".modal-ux .btn.authorize");
        page.click(".modal-ux .btn-done");
        execute(ACCOUNTS);

        assertThat(page.eval("document.querySelector('" + ACCOUNTS + " .live-responses-table .microlight').textContent")
                        .asText())
                .contains("Everyday account");
        page.show(ACCOUNTS);
        picture("docs-called.png");
        assertCleanPage();
    }

    /** Tries the operation out, and waits for its answer: 200. */
    private static void execute(String operation) throws Exception {
        Browser page = browser();
        page.click(operation + " .opblock-summary-control");
        page.click(operation + " .try-out__btn");
        page.click(operation + " .execute");
        page.awaitTrue("document.querySelector('" + operation
                + " .live-responses-table .response .response-col_status').textContent.startsWith('200')");
    }

    @Test
    void onAPhoneTheOperationsFitTheScreen() throws Exception {
        Browser page = browser();
        page.size(390, 844, true);
        page.open(url + "/docs");
        page.awaitTrue("document.querySelectorAll('.opblock').length > 25");
        page.click(ACCOUNTS + " .opblock-summary-control");
        page.awaitTrue("document.querySelector('" + ACCOUNTS + " .responses-wrapper')");
        page.show(".opblock-tag");
        picture("docs-phone.png");

        // A machine's fonts make a word a few pixels wider. A table that does not fit is wider by far more.
        assertThat(page.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390 + 20);
        assertCleanPage();
    }

    @Test
    void onRedocADeveloperReadsAndSearchesEveryService() throws Exception {
        Browser page = browser();
        page.size(1280, 1000, false);
        page.open(url + "/redoc");
        page.awaitTrue("document.querySelectorAll('[data-section-id^=\"tag/\"]').length > 30");
        for (String service : new String[] {"budget", "notification", "portfolio", "gateway"}) {
            page.awaitTrue("document.querySelector('[data-section-id=\"tag/" + service + "\"]')");
        }
        picture("redoc.png");
        page.type("input[placeholder='Search...']", "holdings");
        page.awaitTrue("document.querySelector('[data-role=\"search:results\"]')");

        assertCleanPage();
    }

    @Test
    void aReaderWhoPrefersDarkColoursGetsThem() throws Exception {
        Browser page = browser();
        page.size(1280, 1000, false);
        page.prefers("dark");
        try {
            page.open(url + "/docs/");
            page.awaitTrue("document.querySelectorAll('.opblock').length > 25");
            assertThat(page.eval("location.pathname").asText()).isEqualTo("/docs");
            assertDark(".opblock-tag");
            page.click(ACCOUNTS + " .opblock-summary-control");
            page.show(ACCOUNTS);
            page.open(url + "/redoc");
            page.awaitTrue("document.querySelectorAll('[data-section-id^=\"tag/\"]').length > 30");
            assertDark("[data-section-id^=\"tag/\"] h2");
            assertCleanPage();
        } finally {
            page.prefers("light");
        }
    }

    /** The page's ground is dark, and the text in front of it is light. */
    private static void assertDark(String text) throws Exception {
        String brightness =
                "(colour => colour.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0))";
        assertThat(browser()
                        .eval(brightness + "(getComputedStyle(document.documentElement).backgroundColor)")
                        .asInt())
                .isLessThan(200);
        assertThat(browser()
                        .eval(brightness + "(getComputedStyle(document.querySelector('" + text + "')).color)")
                        .asInt())
                .isGreaterThan(450);
    }

    /** No error in the console, and nobody asked but the gateway. */
    private static void assertCleanPage() {
        assertThat(browser().errors()).isEmpty();
        assertThat(browser().requests())
                .isNotEmpty()
                .allMatch(request -> request.startsWith(url + "/")
                        || request.startsWith("data:")
                        || request.startsWith("blob:" + url + "/"));
    }

    private static void picture(String name) throws Exception {
        String folder = System.getProperty("pictures", "");
        if (!folder.isEmpty()) {
            browser().picture(Path.of(folder, name));
        }
    }
}
