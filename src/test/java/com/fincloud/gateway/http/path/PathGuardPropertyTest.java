package com.fincloud.gateway.http.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Contract 2.3: what the guard lets pass has one reading, by whatever order a backend decodes, cuts parameters off and splits. */
class PathGuardPropertyTest {

    private static final String SEED = "20260301";
    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");

    private static boolean passes(String path) {
        try {
            PathGuard.check(path);
            return true;
        } catch (GatewayException e) {
            assertThat(e.error()).isEqualTo(GatewayError.MALFORMED_PATH);
            return false;
        }
    }

    @Property(tries = 20_000, seed = SEED)
    void whatPassesHasOneReading(@ForAll("troublesome") String path) {
        if (passes(path)) {
            assertThat(ESCAPE.matcher(path).replaceAll(""))
                    .as("whole escapes alone")
                    .doesNotContain("%");
            for (String reading :
                    List.of(path, decoded(path), withoutParameters(decoded(path)), decoded(withoutParameters(path)))) {
                assertThat(reading).startsWith("/").matches("[^\\x00-\\x1f\\x7f\\\\]*");
                assertThat(reading.split("/", -1)).doesNotContain(".", "..");
            }
            assertThat(utf8(decoded(path)).split("/", -1)).doesNotContain(".", "..");
        }
    }

    @Property(tries = 3000, seed = SEED)
    void anyTextPassesOrIsMalformed(@ForAll String path) {
        if (passes(path)) {
            assertThat(path).startsWith("/");
        }
    }

    @Property(tries = 1000, seed = SEED)
    void aPathOfPlainNamesPasses(@ForAll("plain") List<String> names) {
        assertThat(passes("/" + String.join("/", names))).isTrue();
    }

    @Provide
    Arbitrary<String> troublesome() {
        return Arbitraries.of(
                        "/",
                        "/",
                        ".",
                        ".",
                        "..",
                        ";",
                        "a",
                        "%2e",
                        "%2E",
                        "%2f",
                        "%2F",
                        "%5c",
                        "\\",
                        "%3b",
                        "%00",
                        "%0d",
                        "%",
                        "%2",
                        "%252e",
                        "%c0%ae",
                        "%c0",
                        "%ae",
                        "%e0%80",
                        "%e2%82%ac",
                        "%20",
                        "+",
                        "\u00c0",
                        "\u00ae",
                        "\u007f",
                        "\t")
                .list()
                .ofMaxSize(8)
                .map(pieces -> "/" + String.join("", pieces));
    }

    @Provide
    Arbitrary<List<String>> plain() {
        Arbitrary<String> encoded =
                Arbitraries.of("%20", "%C3%A9", "%e2%82%ac", "%F0%9F%98%80", "%25", "%3F", "a", "a");
        Arbitrary<String> name = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("-_~")
                .ofMinLength(1)
                .ofMaxLength(8);
        return name.flatMap(front -> encoded.map(rest -> front + rest)).list().ofMaxSize(5);
    }

    /** Each byte as a char, as a server reads that does not know UTF-8. */
    private static String decoded(String path) {
        return ESCAPE.matcher(path)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** UTF-8 as a careless decoder reads it, which takes two bytes that begin with C0 or C1 for one of ASCII. */
    private static String utf8(String bytes) {
        StringBuilder text = new StringBuilder();
        byte[] all = bytes.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < all.length; i++) {
            boolean overlong = (all[i] & 0xfe) == 0xc0 && i + 1 < all.length;
            text.append((char) (overlong ? ((all[i] & 0x1f) << 6) | (all[++i] & 0x3f) : all[i] & 0xff));
        }
        return text.toString();
    }

    private static String withoutParameters(String path) {
        return path.replaceAll(";[^/]*", "");
    }
}
