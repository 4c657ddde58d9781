package com.fincloud.gateway.openapi.merge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths of the documentation, and the page without which nobody needs them: where {@code PUBLIC_PATHS} has the page, what belongs
 * to it needs no token either; where it has not, neither does. Nothing else at or below these paths is affected.
 */
public final class PublicPages {

    /** The document, and its other format. */
    public static final String JSON = "/openapi.json";

    /** The document in its other format. */
    public static final String YAML = "/openapi.yaml";

    /** Swagger UI. */
    public static final String SWAGGER = "/docs";

    /** ReDoc. */
    public static final String REDOC = "/redoc";

    /** What each page loads. */
    public static final Map<String, List<String>> ASSETS = Map.of(
            SWAGGER, List.of("swagger-ui.css", "swagger-ui-bundle.js", "docs.js", "docs.css"),
            REDOC, List.of("redoc.standalone.js", "redoc.js", "redoc.css"));

    private static final Map<String, String> PAGES = pages();

    private PublicPages() {}

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(YAML, JSON);
        ASSETS.forEach((page, names) -> names.forEach(name -> pages.put(page + "/" + name, page)));
        return pages;
    }

    /** The paths of everything that the pages load. */
    public static List<String> assets() {
        return PAGES.keySet().stream()
                .filter(path -> !path.equals(YAML))
                .sorted()
                .toList();
    }

    /** The page that {@code path} belongs to, or {@code path} itself. Only GET and HEAD are served there. */
    public static String pageOf(String path) {
        return PAGES.getOrDefault(path, path);
    }
}
