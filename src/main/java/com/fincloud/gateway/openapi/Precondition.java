package com.fincloud.gateway.openapi;

import com.fincloud.gateway.http.RequestContext;

/** Evaluates {@code If-None-Match} (RFC 9110 section 13.1.2), by index in one pass. */
public final class Precondition {

    private Precondition() {}

    /** Whether the client already has this version. The comparison is weak. */
    static boolean holds(RequestContext context, String tag) {
        for (String field : context.request().headers("if-none-match")) {
            if (names(field, tag)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a list of entity tags contains {@code tag}, or is {@code *}. A tag may contain a comma (section 8.8.3). */
    public static boolean names(String field, String tag) {
        int at = 0;
        while (at < field.length()) {
            char c = field.charAt(at);
            if (c == ',' || c == ' ' || c == '\t') {
                at++;
                continue;
            }
            int from = field.startsWith("W/", at) ? at + 2 : at;
            int end = memberEnd(field, from);
            String member = field.substring(from, end).strip();
            if (member.equals(tag) || (from == at && member.equals("*"))) {
                return true;
            }
            at = end;
        }
        return false;
    }

    /** The end of a quoted tag; otherwise the next comma. */
    private static int memberEnd(String field, int from) {
        int end = field.startsWith("\"", from) ? field.indexOf('"', from + 1) + 1 : field.indexOf(',', from);
        return end <= 0 ? field.length() : end;
    }
}
