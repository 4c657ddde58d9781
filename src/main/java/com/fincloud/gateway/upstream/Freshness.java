package com.fincloud.gateway.upstream;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The freshness of a response: how long it may be stored (RFC 9111 sections 4.2 and 5.2.2). */
final class Freshness {

    private static final int MAX_DIGITS = 9;
    private static final int MAX_DATE = 64;

    private final Map<String, Object> headers;

    /** Creates it for a response with these headers. Names are case-insensitive. */
    Freshness(Map<String, Object> headers) {
        this.headers = headers;
    }

    /** How long the response may be stored, at most {@code most}; zero if it must not be stored. */
    Duration time(Duration most) {
        List<String> directives = list("cache-control");
        if (list("pragma").contains("no-cache") && directives.isEmpty()) {
            return Duration.ZERO;
        }
        Long shared = null;
        Long any = null;
        for (String directive : directives) {
            int equals = directive.indexOf('=');
            String name =
                    equals < 0 ? directive : directive.substring(0, equals).strip();
            if (name.equals("no-store") || name.equals("no-cache") || name.equals("private")) {
                return Duration.ZERO;
            }
            if (name.equals("s-maxage")) {
                shared = seconds(directive.substring(equals + 1));
            } else if (name.equals("max-age")) {
                any = seconds(directive.substring(equals + 1));
            }
        }
        Long said = shared != null ? shared : any;
        Duration time = said != null ? Duration.ofSeconds(Math.max(0, said - age())) : untilExpires(most);
        return time.compareTo(most) < 0 ? time : most;
    }

    /** The age of the response when it arrived, in seconds. */
    long age() {
        List<String> age = list("age");
        return age.isEmpty() ? 0 : seconds(age.get(0));
    }

    /** A number of seconds. An invalid number makes the response stale (RFC 9111 section 4.2.1). */
    private static long seconds(String text) {
        String digits = text.strip().replace("\"", "");
        if (digits.isEmpty() || digits.length() > MAX_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return Long.parseLong(digits);
    }

    private Duration untilExpires(Duration most) {
        String expires = text("expires");
        if (expires == null) {
            return most;
        }
        ZonedDateTime end = date(expires);
        ZonedDateTime sent = date(text("date"));
        if (end == null || sent == null || !end.isAfter(sent)) {
            return Duration.ZERO;
        }
        return Duration.between(sent, end);
    }

    private static @Nullable ZonedDateTime date(@Nullable String text) {
        if (text == null || text.length() > MAX_DATE) {
            return null;
        }
        try {
            return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable String text(String name) {
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase(name) && header.getValue() != null) {
                return header.getValue() instanceof Collection<?> values
                        ? String.valueOf(values.iterator().next())
                        : header.getValue().toString();
            }
        }
        return null;
    }

    /** The members of a list field, in lower case. */
    List<String> list(String name) {
        List<String> members = new ArrayList<>();
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            if (!header.getKey().equalsIgnoreCase(name) || header.getValue() == null) {
                continue;
            }
            if (header.getValue() instanceof Collection<?> values) {
                values.forEach(value -> split(String.valueOf(value), members));
            } else {
                split(header.getValue().toString(), members);
            }
        }
        return members;
    }

    private static void split(String text, List<String> members) {
        int from = 0;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            int end = comma < 0 ? text.length() : comma;
            String member = text.substring(from, end).strip().toLowerCase(Locale.ROOT);
            if (!member.isEmpty()) {
                members.add(member);
            }
            from = end + 1;
        }
    }
}
