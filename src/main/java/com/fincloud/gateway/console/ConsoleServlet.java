package com.fincloud.gateway.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fincloud.gateway.failure.FailureView;
import com.fincloud.gateway.health.BackendHealths;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Serves the page, its assets, and the data that it polls. The console is read-only: GET and HEAD are the only methods. */
final class ConsoleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /**
     * The content security policy: the page may load only from the gateway, inline scripts and styles are forbidden, and text must not be
     * converted to HTML. So texts of route files, clients and backends stay text.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    /** The number of failed and of refused requests that the page lists. */
    private static final int LISTED = 25;

    private static final String PAGE = "/console";

    /** The minimum time between two health inquiries while the page is open. */
    private static final Duration BACKENDS = Duration.ofSeconds(5);

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8");

    private final transient ConsoleState state;
    private final transient History history;
    private final transient BackendHealths backends;
    private final transient FailureView failures;
    private final transient RouteDiagrams diagrams;
    private final transient ObjectMapper json = new ObjectMapper();

    ConsoleServlet(
            ConsoleState state,
            History history,
            BackendHealths backends,
            FailureView failures,
            RouteDiagrams diagrams) {
        this.state = state;
        this.history = history;
        this.backends = backends;
        this.failures = failures;
        this.diagrams = diagrams;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        String below = request.getPathInfo();
        if (!request.getServletPath().equals(PAGE) || "/".equals(below)) {
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setHeader("Location", PAGE);
            return;
        }
        switch (below == null ? "" : below) {
            case "" -> file("console.html", response);
            case "/state.json" -> answer(state.now(), response);
            case "/history.json" -> answer(history.samples(), response);
            case "/failures.json" -> answer(failures(request.getParameter("id")), response);
            case "/backends.json" -> answer(backends.recent(BACKENDS), response);
            case "/diagram.json" -> answer(diagrams.of(request.getParameter("route")), response);
            default -> file(below.substring(1), response);
        }
    }

    /** The latest failed requests; with an id, what is known of that request. */
    private Map<String, Object> failures(@Nullable String id) {
        if (id == null) {
            return failures.latest(LISTED);
        }
        Map<String, Object> found = failures.of(id);
        return found == null ? failures.unknown() : found;
    }

    private void answer(@Nullable Object content, HttpServletResponse response) throws IOException {
        if (content == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        byte[] bytes = json.writeValueAsBytes(content);
        head(response, "application/json", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** Serves a file next to this class. Only a plain file name is accepted. */
    private void file(String name, HttpServletResponse response) throws IOException {
        String type = TYPES.getOrDefault(name.replaceFirst("^[a-z]+\\.", ""), "");
        try (InputStream file = ConsoleServlet.class.getResourceAsStream(name)) {
            if (type.isEmpty() || file == null) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            byte[] bytes = file.readAllBytes();
            head(response, type, "no-cache");
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }

    private static void head(HttpServletResponse response, String contentType, String caching) {
        response.setContentType(contentType);
        response.setHeader("Cache-Control", caching);
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
}
