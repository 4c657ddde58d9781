package com.fincloud.gateway.openapi;

import com.fincloud.gateway.http.PublicAccess;
import com.fincloud.gateway.openapi.merge.PublicPages;
import com.fincloud.gateway.settings.value.PublicPaths;
import java.util.List;

/**
 * Decides which requests need no token: requests for the paths of {@code PUBLIC_PATHS}, and requests of a public page for its assets.
 *
 * @param paths the value of {@code PUBLIC_PATHS}
 */
public record PageAccess(PublicPaths paths) implements PublicAccess {

    /** An asset is as public as its page, for the methods with which the gateway serves it. */
    @Override
    public boolean isPublic(String method, String path) {
        return paths.contains(path) || paths.contains(page(method, path));
    }

    /** The entries of {@code PUBLIC_PATHS} that apply to a request. */
    public List<String> entries(String method, String path) {
        return paths.touching(paths.contains(path) ? path : page(method, path));
    }

    private static String page(String method, String path) {
        return method.equals("GET") || method.equals("HEAD") ? PublicPages.pageOf(path) : path;
    }
}
