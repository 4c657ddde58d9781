package com.fincloud.gateway.openapi.merge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths of the documentation pages and of their assets. If {@code PUBLIC_PATHS} contains a page, its assets need no token either;
 * otherwise both need one. Nothing else at or below these paths is affected.
 */
public final class PublicPages {

    /** The document as JSON. */
    public static final String JSON = "/openapi.json";

    /** The document as YAML. */
    public static final String YAML = "/openapi.yaml";

    /** Swagger UI. */
    public static final String SWAGGER = "/docs";

    /** ReDoc. */
    public static final String REDOC = "/redoc";

    /** The assets of each page. */
    public static final Map<String, List<String>> ASSETS = Map.of(
            SWAGGER, List.of("swagger-ui.css", "swagger-ui-bundle.js", "docs.js", "docs.css"),
            REDOC, List.of("redoc.standalone.js", "redoc.js", "redoc.css"));

    private static final Map<String, String> PAGES = pages();

    private PublicPages() {}

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(YAML, JSON);
        ASSETS.keySet().forEach(page -> pages.put(page + "/", page)); // it leads to the page
        ASSETS.forEach((page, names) -> names.forEach(name -> pages.put(page + "/" + name, page)));
        return pages;
    }

    /** The paths of all assets. */
    public static List<String> assets() {
        return PAGES.keySet().stream()
                .filter(path -> !path.equals(YAML) && !path.endsWith("/"))
                .sorted()
                .toList();
    }

    /** The page to which the asset {@code path} belongs, or {@code path} itself. Only GET and HEAD are served there. */
    public static String pageOf(String path) {
        return PAGES.getOrDefault(path, path);
    }
}
