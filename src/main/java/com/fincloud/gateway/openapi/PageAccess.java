package com.fincloud.gateway.openapi;

import com.fincloud.gateway.http.PublicAccess;
import com.fincloud.gateway.openapi.merge.PublicPages;
import com.fincloud.gateway.settings.PublicPaths;
import java.util.List;

/**
 * Decides which requests need no token: those for the paths of {@code PUBLIC_PATHS}, and those by which a public page loads what
 * belongs to it.
 *
 * @param paths what {@code PUBLIC_PATHS} has
 */
public record PageAccess(PublicPaths paths) implements PublicAccess {

    /** What a page loads is as public as the page, for the methods by which the gateway itself serves it. */
    @Override
    public boolean isPublic(String method, String path) {
        return paths.contains(path) || paths.contains(page(method, path));
    }

    /** The entries of {@code PUBLIC_PATHS} that concern a request. */
    public List<String> entries(String method, String path) {
        return paths.touching(paths.contains(path) ? path : page(method, path));
    }

    private static String page(String method, String path) {
        return method.equals("GET") || method.equals("HEAD") ? PublicPages.pageOf(path) : path;
    }
}
