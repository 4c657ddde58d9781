package com.fincloud.gateway.app;

import com.fincloud.gateway.openapi.DocumentationPages;
import com.fincloud.gateway.openapi.merge.PublicPages;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

/** The gateway's own routes for the API document and the pages that show it. */
public final class DocumentationRoutes extends RouteBuilder {

    private final DocumentationPages pages;

    public DocumentationRoutes(DocumentationPages pages) {
        this.pages = pages;
    }

    @Override
    public void configure() {
        page("gateway-openapi-json", PublicPages.JSON, pages::json);
        page("gateway-openapi-yaml", PublicPages.YAML, pages::yaml);
        // A path that is declared with a slash at its end is served in both spellings.
        page("gateway-docs", PublicPages.SWAGGER + "/", pages::swagger);
        page("gateway-redoc", PublicPages.REDOC + "/", pages::redoc);
        for (String path : PublicPages.assets()) {
            page("gateway" + path.replaceAll("[/.]", "-"), path, pages::asset);
        }
    }

    private void page(String id, String path, Processor content) {
        from("platform-http:" + path + "?httpMethodRestrict=GET,HEAD")
                .routeId(id)
                .process(content);
    }
}
