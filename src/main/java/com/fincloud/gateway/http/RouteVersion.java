package com.fincloud.gateway.http;

/**
 * The ids of a route's versions. A route that is loaded anew runs as {@code id@2}, {@code id@3} and so on beside its predecessor until
 * that has answered its last request; logs, metrics and health show the id without the number.
 */
public final class RouteVersion {

    /** What stands between id and number; no route of a file may have it in its id. */
    public static final char SEPARATOR = '@';

    private RouteVersion() {}

    /** The id under which version {@code number} runs, the id itself for the first. */
    public static String id(String publicId, int number) {
        return number <= 1 ? publicId : publicId + SEPARATOR + number;
    }

    /** The id that everybody knows. */
    public static String publicId(String id) {
        int at = id.lastIndexOf(SEPARATOR);
        return at < 0 ? id : id.substring(0, at);
    }
}
