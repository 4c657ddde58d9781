package com.fincloud.gateway.http.header;

import com.fincloud.gateway.settings.value.Values;
import java.util.List;
import java.util.Locale;

/**
 * A client's {@code Accept-Encoding} (RFC 9110 section 12.5.3), as far as it concerns gzip. It is parsed by index in one pass, because a
 * client may fill a whole head with it.
 */
public final class AcceptedCodings {

    private static final int UNSTATED = -1;
    private static final int MOST = 1_000; // weights count in thousandths

    private int gzip = UNSTATED;
    private int identity = UNSTATED;
    private int others = UNSTATED;

    /** Parses these fields as one list. */
    public static AcceptedCodings of(List<String> fields) {
        AcceptedCodings codings = new AcceptedCodings();
        for (String field : fields) {
            Values.list(field).forEach(codings::add);
        }
        return codings;
    }

    /** Whether gzip is acceptable, and its weight is not lower than the weight of the unencoded bytes. */
    public boolean prefersGzip() {
        int weight = gzip == UNSTATED ? others : gzip;
        return weight > 0 && weight >= identity;
    }

    private void add(String member) {
        int parameter = member.indexOf(';');
        String coding = parameter < 0 ? member : member.substring(0, parameter).strip();
        int weight =
                parameter < 0 ? MOST : weight(member.substring(parameter + 1).strip());
        switch (coding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> gzip = lower(gzip, weight);
            case "identity" -> identity = lower(identity, weight);
            case "*" -> others = lower(others, weight);
            default -> {} // a coding that the gateway does not support
        }
    }

    /** The lower weight wins: if a client states a coding twice and refuses it once, it is refused. */
    private static int lower(int stated, int weight) {
        return stated == UNSTATED ? weight : Math.min(stated, weight);
    }

    /** The weight (section 12.4.2) in thousandths. An invalid weight is 0, which means refused. */
    private static int weight(String parameter) {
        int length = parameter.length();
        boolean number = length >= 3
                && length <= 7
                && parameter.regionMatches(true, 0, "q=", 0, 2)
                && (length == 3 || parameter.charAt(3) == '.');
        int weight = 0;
        for (int i = 2, unit = MOST; number && i < length; i += i == 2 ? 2 : 1, unit /= 10) {
            int digit = parameter.charAt(i) - '0';
            number = digit >= 0 && digit <= 9;
            weight += digit * unit;
        }
        return number && weight <= MOST ? weight : 0;
    }
}
