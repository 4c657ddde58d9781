package com.fincloud.gateway.routing.step;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RouteParameters;
import com.fincloud.gateway.http.RouteVersion;
import java.util.HashMap;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.language.simple.types.SimpleParserException;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.ExpressionAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The functions that the gateway adds to Camel's simple language, in the form of the cache in which Camel's parser looks for a function
 * before it makes one: {@code query.name}, {@code queryAll.name} and {@code path.name}; and {@code routeId} and {@code fromRouteId} without
 * the number of the route's version.
 */
final class GatewayFunctions extends HashMap<String, Expression> {

    private static final long serialVersionUID = 1;

    private static final List<String> PARAMETERS = List.of("queryAll", "query", "path");

    private static final List<String> IDS = List.of("routeId", "fromRouteId", "exchange.fromRouteId");

    /** Whether {@code text} may call one of these functions. */
    static boolean mayBeIn(String text) {
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
            int from = at + 1;
            while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
                from++;
            }
            for (List<String> names : List.of(PARAMETERS, IDS)) {
                for (String name : names) {
                    if (text.startsWith(name, from)) {
                        return true;
                    }
                }
            }
            if (text.startsWith("${", from) || text.startsWith("$simple{", from)) {
                return true; // the name of the function is computed
            }
        }
        return false;
    }

    @Override
    public @Nullable Expression get(Object key) {
        String function = String.valueOf(key).strip();
        for (String name : PARAMETERS) {
            if (function.startsWith(name)) {
                String rest = function.substring(name.length());
                if (rest.isEmpty() || ".:[?".indexOf(rest.charAt(0)) >= 0) {
                    return parameter(name, parameterName(rest, function));
                }
            }
        }
        return switch (function) {
            case "routeId" -> of(function, exchange -> publicId(ExchangeHelper.getRouteId(exchange)));
            case "fromRouteId", "exchange.fromRouteId" -> of(function, exchange -> publicId(exchange.getFromRouteId()));
            default -> null;
        };
    }

    /** Keeps nothing: Camel's expressions of one text are not shared with another. */
    @Override
    public @Nullable Expression put(String key, Expression value) {
        return null;
    }

    private static String parameterName(String rest, String function) {
        boolean inBrackets = rest.startsWith("[") && rest.endsWith("]");
        int from = rest.startsWith("?.") ? 2 : 1;
        String name = rest.isEmpty() || rest.length() <= from
                ? ""
                : rest.substring(from, inBrackets ? rest.length() - 1 : rest.length())
                        .strip();
        if (name.length() > 1
                && "'\"".indexOf(name.charAt(0)) >= 0
                && name.charAt(0) == name.charAt(name.length() - 1)) {
            name = name.substring(1, name.length() - 1);
        }
        if (name.isEmpty()) {
            throw new SimpleParserException("Function " + function + " names no parameter, as in ${query.name}", 0);
        }
        return name;
    }

    private static Expression parameter(String function, String name) {
        BiFunction<RouteParameters, String, @Nullable Object> value =
                switch (function) {
                    case "query" -> RouteParameters::first;
                    case "queryAll" -> RouteParameters::all;
                    default -> RouteParameters::inPath;
                };
        return of(function + "." + name, exchange -> {
            RequestContext context = RequestContext.find(exchange);
            return context == null ? null : value.apply(context.parameters(), name);
        });
    }

    private static @Nullable String publicId(@Nullable String id) {
        return id == null ? null : RouteVersion.publicId(id);
    }

    private static Expression of(String text, Function<Exchange, @Nullable Object> value) {
        return new ExpressionAdapter() {
            @Override
            public @Nullable Object evaluate(Exchange exchange) {
                return value.apply(exchange);
            }

            @Override
            public String toString() {
                return text;
            }
        };
    }
}
