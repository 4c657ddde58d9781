package com.fincloud.gateway.http;

/**
 * The ids of a route's versions. A reloaded route runs as {@code id@2}, {@code id@3} and so on. The previous version runs until it has
 * answered its last request. Logs, metrics and health show the id without the number.
 */
public final class RouteVersion {

    /** The separator between id and number. The id of a route in a file must not contain it. */
    public static final char SEPARATOR = '@';

    private RouteVersion() {}

    /** The id of version {@code number}; the public id itself for the first version. */
    public static String id(String publicId, int number) {
        return number <= 1 ? publicId : publicId + SEPARATOR + number;
    }

    /** The public id, without the version number. */
    public static String publicId(String id) {
        int at = id.lastIndexOf(SEPARATOR);
        return at < 0 ? id : id.substring(0, at);
    }
}
