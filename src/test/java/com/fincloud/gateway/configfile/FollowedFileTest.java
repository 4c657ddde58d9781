package com.fincloud.gateway.configfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is followed: what it says comes into use when it is whole, and a broken file changes nothing. */
class FollowedFileTest {

    @TempDir
    private Path folder = Path.of("");

    private FollowedFile<String> followed() {
        return new FollowedFile<>(
                Variable.ROUTES_DIR,
                folder.resolve("a.yaml"),
                text -> YamlMapping.of(text).text("name"),
                "none");
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), text, StandardCharsets.UTF_8);
    }

    private static void lookTwice(FollowedFile<String> file) {
        file.look();
        file.look();
    }

    @Test
    void aChangeIsUsedWhenTwoLooksHaveSeenTheSameContent() throws IOException {
        write("name: one");
        FollowedFile<String> file = followed().load();
        List<String> told = new ArrayList<>();
        file.onChange(told::add);
        assertThat(file.current()).isEqualTo("one");

        write("name: two");
        file.look();
        assertThat(file.current()).isEqualTo("one");
        write("name: three");
        file.look();
        assertThat(file.current()).isEqualTo("one");
        file.look();

        assertThat(file.current()).isEqualTo("three");
        lookTwice(file);
        assertThat(told).isEqualTo(List.of("three"));
    }

    @Test
    void aBrokenFileChangesNothingAndSaysWhere() throws IOException {
        write("name: one");
        FollowedFile<String> file = followed().load();

        write("# a comment\nname:\n  - two\n");
        lookTwice(file);

        ConfigFault fault = file.fault();
        assertThat(file.current()).isEqualTo("one");
        assertThat(fault).isNotNull().hasMessage("'name' has no text");
        assertThat(fault == null ? 0 : fault.line()).isEqualTo(3);
        assertThat(fault == null ? "" : fault.at("a.yaml")).isEqualTo("a.yaml:3:3: 'name' has no text");

        write("name: one");
        lookTwice(file);
        assertThat(file.fault()).isNull();
    }

    @Test
    void aFileThatIsAwayOrIsNoFileIsAFaultAndTheLastContentServes() throws IOException {
        FollowedFile<String> file = followed().load();
        assertThat(file.fault()).hasMessage("there is no such file");
        assertThat(file.current()).isEqualTo("none");

        write("name: one");
        lookTwice(file);
        assertThat(file.current()).isEqualTo("one");
        Files.delete(folder.resolve("a.yaml"));
        Files.createDirectory(folder.resolve("a.yaml"));
        lookTwice(file);

        assertThat(file.current()).isEqualTo("one");
        assertThat(file.fault()).hasMessage("it is no regular file");
        Files.delete(folder.resolve("a.yaml"));
        write("name: one");
        lookTwice(file);
        assertThat(file.fault()).isNull();
    }

    @Test
    void bytesThatAreNoTextAndTooManyBytesAreFaults() throws IOException {
        Files.write(folder.resolve("a.yaml"), new byte[] {'a', (byte) 0xff});
        assertThat(followed().load().fault()).hasMessage("the file is not readable as UTF-8");
        Files.write(folder.resolve("a.yaml"), new byte[FollowedFile.MAX_BYTES + 1]);
        assertThat(followed().load().fault()).hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void aChangeOfAFileThatItNamesIsAChangeAsWell() throws IOException {
        Path other = folder.resolve("other");
        write("name: " + other);
        FollowedFile<String> file = new FollowedFile<>(
                        Variable.ROUTES_DIR,
                        folder.resolve("a.yaml"),
                        (text, named) -> contents(YamlMapping.of(text).text("name"), named),
                        "none")
                .load();
        assertThat(file.fault()).isNotNull().hasMessage("there is no other");

        Files.writeString(other, "one");
        lookTwice(file);
        assertThat(file.current()).isEqualTo("one");
        assertThat(file.fault()).isNull();
        List<String> told = new ArrayList<>();
        file.onChange(told::add);

        Files.writeString(other, "two");
        file.look();
        Files.writeString(other, "three");
        file.look();
        assertThat(file.current()).as("not yet steady").isEqualTo("one");
        file.look();
        lookTwice(file);
        assertThat(file.current()).isEqualTo("three");

        Files.delete(other);
        lookTwice(file);
        assertThat(file.current()).isEqualTo("three");
        assertThat(file.fault()).isNotNull();
        Files.writeString(other, "three");
        lookTwice(file);
        assertThat(file.fault()).isNull();
        assertThat(told).containsExactly("three", "three");
    }

    private static String contents(String path, NamedFiles named) {
        try {
            return new String(named.read(Path.of(path)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigFault(1, 1, "there is no other");
        }
    }
}
