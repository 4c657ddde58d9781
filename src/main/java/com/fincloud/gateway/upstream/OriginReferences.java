package com.fincloud.gateway.upstream;

import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Replaces references to the called instance, in {@code Location} and {@code Content-Location}, by references under the public prefix (RFC
 * 9110 sections 8.7 and 10.2.2). Otherwise a client would get the address of an instance that it cannot reach. A reference to any other
 * origin does not change, nor a path that the route does not forward to.
 */
final class OriginReferences {

    private final HttpHost origin;
    private final String innerPrefix;
    private final String publicPrefix;

    /**
     * Creates it for one instance.
     *
     * @param origin the instance
     * @param innerPrefix the prefix of the paths at the instance: the path of its URL, and the route's rewrite or path
     * @param publicPrefix the prefix of the same paths at the gateway
     */
    OriginReferences(HttpHost origin, String innerPrefix, String publicPrefix) {
        this.origin = origin;
        this.innerPrefix = withoutSlash(innerPrefix);
        this.publicPrefix = withoutSlash(publicPrefix);
    }

    /** Whether a header with this lower-case name is a reference that the client may follow. */
    static boolean isReference(String name) {
        return name.equals("location") || name.equals("content-location");
    }

    private static String withoutSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /** The reference for the client: a path with its query and fragment, or {@code reference} unchanged. */
    String shown(String reference) {
        int path = pathOfOrigin(reference);
        if (path < 0) {
            return reference;
        }
        int end = endOfPath(reference, path);
        String inner = path == end ? "/" : reference.substring(path, end);
        boolean below = inner.startsWith(innerPrefix)
                && (inner.length() == innerPrefix.length() || inner.charAt(innerPrefix.length()) == '/');
        if (!below || BackendParameters.hasDotSegment(inner)) {
            return reference;
        }
        String shown = publicPrefix + inner.substring(innerPrefix.length());
        // Two slashes at the beginning would name a host (RFC 3986 section 4.2), and a backslash is a slash for
        // browsers.
        boolean clear = shown.startsWith("/") && !shown.startsWith("//") && shown.indexOf('\\') < 0;
        return clear ? shown + reference.substring(end) : reference;
    }

    /** Where the path begins, if the reference names the origin; otherwise -1. A reference without a scheme has the origin's. */
    private int pathOfOrigin(String reference) {
        int slashes = reference.indexOf("//");
        String scheme = slashes < 0 ? "" : reference.substring(0, slashes).toLowerCase(Locale.ROOT);
        if (slashes < 0 || (slashes > 0 && !scheme.equals(origin.getSchemeName() + ":"))) {
            return -1;
        }
        int start = slashes + 2;
        int end = start;
        while (end < reference.length() && "/?#".indexOf(reference.charAt(end)) < 0) {
            end++;
        }
        return isOrigin(reference.substring(start, end)) ? end : -1;
    }

    private boolean isOrigin(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        String port = hasPort ? authority.substring(colon + 1) : "";
        String own = origin.getHostName();
        String bracketed = own.indexOf(':') >= 0 && !own.startsWith("[") ? "[" + own + "]" : own;
        return host.equalsIgnoreCase(bracketed) && port(port) == port(null);
    }

    /** A port; the scheme's for an empty text, the origin's for null, and -2 for a text that is no port. */
    private int port(@Nullable String text) {
        int usual = origin.getSchemeName().equals("https") ? 443 : 80;
        if (text == null) {
            return origin.getPort() < 0 ? usual : origin.getPort();
        }
        if (text.isEmpty()) {
            return usual;
        }
        return isNumber(text) ? Integer.parseInt(text) : -2;
    }

    private static boolean isNumber(String text) {
        return text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int endOfPath(String reference, int from) {
        int end = from;
        while (end < reference.length() && "?#".indexOf(reference.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
