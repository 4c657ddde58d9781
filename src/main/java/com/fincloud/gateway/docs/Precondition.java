package com.fincloud.gateway.docs;

import com.fincloud.gateway.edge.Call;
import com.fincloud.gateway.settings.Values;
import java.util.Locale;

/** What a request says about what it has and takes: {@code If-None-Match} and {@code Accept-Encoding} (RFC 9110). */
final class Precondition {

    private Precondition() {}

    /** Whether the client has this version already (section 13.1.2); the comparison is weak. */
    static boolean holds(Call call, String tag) {
        for (String header : call.headers("if-none-match")) {
            for (String candidate : Values.list(header)) {
                if (candidate.equals("*") || candidate.replaceFirst("^W/", "").equals(tag)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the client takes gzip (section 12.5.3). Who forbids it with a weight of 0 does not. */
    static boolean takesGzip(Call call) {
        for (String header : call.headers("accept-encoding")) {
            for (String coding : Values.list(header.toLowerCase(Locale.ROOT))) {
                if (coding.matches("(x-)?gzip(\\s*;\\s*q=(0\\.\\d*[1-9]\\d*|1(\\.0*)?))?")) {
                    return true;
                }
            }
        }
        return false;
    }
}
