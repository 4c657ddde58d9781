package com.fincloud.gateway.settings.value;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Parses lists, URLs, sizes and durations in variables and in route files. */
public final class Values {

    private static final Map<String, Long> SIZE_UNITS = Map.of(
            "", 1L, "B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30, "KIB", 1L << 10, "MIB", 1L << 20, "GIB",
            1L << 30);

    private static final Set<String> SCHEMES = Set.of("http", "https", "h2c");

    private Values() {}

    /**
     * Requires that a named value is usable.
     *
     * @throws IllegalArgumentException if it is not usable, naming the value and the accepted values
     */
    public static void require(boolean usable, String name, String value, String accepted) {
        if (!usable) {
            throw unusable(name, value, accepted);
        }
    }

    /** The exception for a named value, with the accepted values. */
    public static IllegalArgumentException unusable(String name, String value, String accepted) {
        return new IllegalArgumentException(name + "=" + value + " is not usable (accepted: " + accepted + ")");
    }

    /** The parts of a comma-separated list, without blanks and empty parts. */
    public static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /**
     * Parses one base URL or a comma-separated list of them. Trailing slashes are removed.
     *
     * @throws IllegalArgumentException if one is not an http, https or h2c URL with a host, or has credentials, a query or a fragment
     */
    public static List<URI> urls(String text) {
        List<URI> urls = new ArrayList<>();
        for (String part : list(text)) {
            URI url = URI.create(withoutSlashesAtEnd(part));
            boolean http = SCHEMES.contains(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT));
            if (!http
                    || url.getHost() == null
                    || url.getUserInfo() != null
                    || url.getQuery() != null
                    || url.getFragment() != null
                    || url.getPort() > 65535) {
                throw new IllegalArgumentException("'" + part + "' is no base URL");
            }
            urls.add(url);
        }
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("no URL");
        }
        return List.copyOf(urls);
    }

    /** The text without trailing slashes. */
    public static String withoutSlashesAtEnd(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    /** The text without everything before its last {@code @}, because the password of a malformed URL may contain any character. */
    public static String withoutPasswords(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return text;
        }
        int authority = text.indexOf("//") + 2; // 1 when there is none
        return (authority > 1 && authority <= at ? text.substring(0, authority) : "") + "***@" + text.substring(at + 1);
    }

    /**
     * The text of a route file with three asterisks in place of each password before a host, and of each value that looks like a secret.
     */
    public static String withoutSecrets(String text) {
        return text.replaceAll("//[^/@\\s]*@", "//***@")
                .replaceAll("(?i)((?:password|passwd|secret|token|api[_-]?key)=)[^&\\s]+", "$1***");
    }

    /**
     * Parses a size in bytes: a number, or a number with B, KB, MB or GB (powers of 1,024).
     *
     * @throws IllegalArgumentException if it is not a size
     */
    public static long bytes(String text) {
        String number = text.substring(0, digitsEnd(text));
        Long unit = SIZE_UNITS.get(text.substring(number.length()).strip().toUpperCase(Locale.ROOT));
        if (number.isEmpty() || number.length() > 9 + (unit != null && unit == 1 ? 9 : 0) || unit == null) {
            throw new IllegalArgumentException("'" + text + "' is no size");
        }
        return Long.parseLong(number) * unit;
    }

    private static int digitsEnd(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** Parses a duration in seconds as {@link #seconds} does; 0 is allowed, too. */
    public static Duration secondsOrZero(String text, int most) {
        return text.matches("0+") ? Duration.ZERO : seconds(text, most);
    }

    /**
     * Parses a duration in seconds, with optional decimals.
     *
     * @throws IllegalArgumentException if it is not a number above 0 and at most {@code most}
     */
    public static Duration seconds(String text, int most) {
        if (!text.matches("\\d{1,6}(\\.\\d{1,3})?")) {
            throw new IllegalArgumentException("'" + text + "' is no number of seconds");
        }
        BigDecimal seconds = new BigDecimal(text);
        if (seconds.signum() <= 0 || seconds.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw new IllegalArgumentException("'" + text + "' is not above 0 and at most " + most + " seconds");
        }
        return Duration.ofMillis(seconds.movePointRight(3).longValueExact());
    }

    /**
     * The scheme of an http or https URL, which may have a path and a query.
     *
     * @throws IllegalArgumentException if it is no such URL, or has credentials or a fragment
     */
    public static String schemeOfDocument(String text) {
        URI url = URI.create(text);
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean usable = (scheme.equals("http") || scheme.equals("https"))
                && url.getHost() != null
                && url.getUserInfo() == null
                && text.indexOf(',') < 0
                && url.getFragment() == null
                && url.getPort() <= 65535;
        if (!usable) {
            throw new IllegalArgumentException("'" + text + "' is no URL of a document");
        }
        return scheme;
    }

    /**
     * Parses a share.
     *
     * @throws NumberFormatException if it is not a number from 0 to 1
     */
    public static double share(String text) {
        if (text.matches("0(\\.\\d{1,9})?|1(\\.0{1,9})?")) {
            return Double.parseDouble(text);
        }
        throw new NumberFormatException(text);
    }
}
