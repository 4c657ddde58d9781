package com.fincloud.gateway.settings.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 1.4: {@code .env} is read as docker compose reads it. */
class DotEnvTest {

    private static final Map<String, String> SET = Map.of("HOME_X", "/home/ada", "EMPTY", "", "BOTH", "environment");

    @SuppressWarnings("NullAway") // the compiler of JDK 17 reads no annotations of type arguments from class files
    private static DotEnv parse(String text) {
        return DotEnv.parse(text, SET::get);
    }

    private static Map<String, String> values(String text) {
        return parse(text).values();
    }

    @SuppressWarnings("NullAway") // as above
    private static Map<String, String> read(Path file) {
        return DotEnv.read(file, SET::get).values();
    }

    /** In a row {@code ~} is a line feed, {@code ·} a blank, and {@code ^} a carriage return. */
    private static String line(String text) {
        return text.replace('~', '\n').replace('·', ' ').replace('^', '\r');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    A=b                     | b
                    A=                      | ``
                    A=b·c                   | b·c
                    ··A·=·b··               | b
                    A:·b                    | b
                    A:·b=c                  | b=c
                    A=b:c=d=                | b:c=d=
                    export·A=b              | b
                    export··A="b"           | b
                    A=b·#c                  | b
                    A=b#c                   | b#c
                    A=·#c                   | #c
                    A="b·#·c"·#·d           | b·#·c
                    A='b·#·c'#d             | b·#·c
                    A="b                    | unclosed
                    A='b"c'                 | b"c
                    A="b'c"                 | b'c
                    A=b"c"d                 | b"c"d
                    A="b\\"c"               | b"c
                    A='b\\'c'               | b'c
                    A="b\\nc"               | b~c
                    A='b\\nc'               | b\\nc
                    A=b\\nc                 | b\\nc
                    A=C:\\temp\\new         | C:\\temp\\new
                    A="b\\\\nc"             | b\\nc
                    A="b~c"                 | b~c
                    A='b~c'                 | b~c
                    A="\\0101\\x41\\u0041"  | A\\x41\\u0041
                    A="\\012"               | \\12
                    A=$HOME_X/b             | /home/ada/b
                    A=${HOME_X}b            | /home/adab
                    A="${HOME_X}b"          | /home/adab
                    A='${HOME_X}b'          | ${HOME_X}b
                    A=$$HOME_X              | $HOME_X
                    A="\\$HOME_X"           | $HOME_X
                    A=b$                    | b$
                    A=$1$-$_               | $1$-
                    A=b$NOBODY.c            | b.c
                    A=${NOBODY:-d}          | d
                    A=${NOBODY-d}           | d
                    A=${EMPTY:-d}           | d
                    A=${EMPTY-d}            | ``
                    A=${NOBODY:-${HOME_X}}b | /home/adab
                    A=${HOME_X:+d}          | d
                    A=${EMPTY:+d}           | ``
                    A=${EMPTY+d}            | d
                    A=${NOBODY+d}           | ``
                    A=${HOME_X:?d}          | /home/ada
                    B=1~A=$B                | 1
                    BOTH=file~A=$BOTH       | environment
                    A=1~A=2                 | 2
                    #A=1~~·#·x~A=3          | 3
                    HOME_X~A=$HOME_X        | /home/ada
                    A=b^~B=c               | b
                    A="b"^~B=c             | b
                    A=\u00fc\u20ac          | \u00fc\u20ac
                    \ufeffA=b               | b
                    """)
    void aValueIsWhatDockerComposeSees(String text, String value) {
        if (value.equals("unclosed")) {
            assertThatThrownBy(() -> values(line(text))).hasMessage(".env, line 1: a quote is not closed");
        } else {
            assertThat(values(line(text))).containsEntry("A", line(value));
        }
    }

    @Test
    void aNameWithoutAValueIsTakenFromTheEnvironment() {
        assertThat(values("HOME_X\nNOBODY\nA=1")).isEqualTo(Map.of("HOME_X", "/home/ada", "A", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A B=1",
                "A=1\nlol$wut\n",
                "=1",
                "A=${",
                "A=${}",
                "A=${B",
                "A=${B.C}",
                "A=\"${B:-x\ny}\"",
                "A=${B:?no B}",
                "?"
            })
    void aMalformedLineIsNamedWithoutItsValue(String text) {
        assertThatThrownBy(() -> values(text))
                .isInstanceOf(DotEnvException.class)
                .hasMessageStartingWith(".env, line " + (text.startsWith("A=1") ? 2 : 1) + ": ")
                .hasMessageNotContaining("no B");
    }

    @Test
    void aVariableThatNobodySetsIsAWarning() {
        DotEnv file = parse("A=1\nSECRET=pa$word\n");

        assertThat(file.values()).containsEntry("SECRET", "pa");
        assertThat(file.warnings())
                .singleElement()
                .asString()
                .startsWith(".env, line 2: SECRET names a variable that is not set")
                .doesNotContain("word");
    }

    @Test
    void defaultsWithinDefaultsAreBounded() {
        String text = "A=" + "${X:-".repeat(30) + "}".repeat(30);

        assertThatThrownBy(() -> values(text)).isInstanceOf(DotEnvException.class);
    }

    @Test
    void timeGrowsWithTheText() {
        String text = "A=\"" + "\\$${X}$".repeat(50_000) + "\"\n" + "B='" + "\\'".repeat(50_000) + "'\n";

        assertThat(values(text).get("B")).hasSize(50_000);
    }

    @Test
    void aFileIsUtf8(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(".env");
        assertThat(read(file)).isEmpty();

        Files.write(file, "A=ü".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(file)).hasMessage(".env: it is not UTF-8");

        Files.writeString(file, "A=ü");
        assertThat(read(file)).containsEntry("A", "ü");
        assertThat(read(folder)).isEmpty();
    }
}
