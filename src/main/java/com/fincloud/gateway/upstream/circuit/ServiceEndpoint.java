package com.fincloud.gateway.upstream.circuit;

import com.fincloud.gateway.http.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * What may fail by itself while the rest of its service works: the requests of one method, one route and one first segment below the
 * route's prefix.
 *
 * @param method the method
 * @param route the route's id
 * @param segment the first segment below the route's prefix, or a fixed path at the service; null for all of the route
 */
public record ServiceEndpoint(String method, String route, @Nullable String segment) {

    /** The longest segment that is remembered. Longer ones are cut. */
    private static final int MAX_SEGMENT = 64;

    private static final int MIN_HEXADECIMAL = 16;

    /** The endpoint of a request; without a client's request there is no route. */
    public static ServiceEndpoint of(String method, @Nullable RequestContext context, @Nullable String fixedPath) {
        if (fixedPath != null || context == null) {
            return new ServiceEndpoint(
                    method, context == null ? "" : context.route().routeId(), cut(fixedPath));
        }
        return new ServiceEndpoint(
                method,
                context.route().routeId(),
                segmentBelow(context.matchedPath(), context.request().path()));
    }

    /** The same method of the whole route, for a service that has too many failing endpoints. */
    public ServiceEndpoint ofRoute() {
        return new ServiceEndpoint(method, route, null);
    }

    /** The first segment of {@code path} below a prefix with as many segments as {@code prefix}, which may contain parameters. */
    private static String segmentBelow(String prefix, String path) {
        int from = 0;
        for (int i = prefix.endsWith("/") ? 1 : 0; i < prefix.length(); i++) {
            if (prefix.charAt(i) == '/' && from >= 0) {
                from = path.indexOf('/', from + 1);
            }
        }
        if (from < 0) {
            return "";
        }
        int end = path.indexOf('/', from + 1);
        return normal(path.substring(from + 1, end < 0 ? path.length() : end));
    }

    /** The segment in one spelling, so that another spelling is no other endpoint. All ids are one segment. */
    private static String normal(String segment) {
        int parameters = segment.indexOf(';');
        String name = cut(parameters < 0 ? segment : segment.substring(0, parameters));
        StringBuilder decoded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            int octet = name.charAt(i) == '%' && i + 2 < name.length()
                    ? Character.digit(name.charAt(i + 1), 16) * 16 + Character.digit(name.charAt(i + 2), 16)
                    : -1;
            decoded.append(octet < 0 ? name.charAt(i) : (char) octet);
            i += octet < 0 ? 0 : 2;
        }
        return isId(decoded) ? "{id}" : decoded.toString();
    }

    /** Whether it is a number, or hexadecimal and as long as a UUID or a hash. */
    private static boolean isId(CharSequence segment) {
        boolean number = segment.length() > 0;
        boolean hexadecimal = segment.length() >= MIN_HEXADECIMAL;
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            number &= c >= '0' && c <= '9';
            hexadecimal &= c == '-' || Character.digit(c, 16) >= 0;
        }
        return number || hexadecimal;
    }

    private static String cut(@Nullable String segment) {
        return segment == null ? "" : segment.substring(0, Math.min(segment.length(), MAX_SEGMENT));
    }
}
