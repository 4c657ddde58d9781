package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract 1.4: each secret can come from a file. */
class SecretFilesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    static Stream<Variable> secrets() {
        return Arrays.stream(Variable.values()).filter(Variable::isSecret);
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("secret"), content).toString();
    }

    private static Map<String, String> read(String... variables) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return SecretFiles.read(name -> all.getOrDefault(name, ""));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aSecretIsTheContentOfItsFile(Variable secret) throws IOException {
        assertThat(read(secret.name() + "_FILE", file("${a}\\n 'ü' \n\n")))
                .isEqualTo(Map.of(secret.name(), "${a}\\n 'ü' \n"));
        assertThat(read(secret.name() + "_FILE", file("one"), secret.name(), ""))
                .containsEntry(secret.name(), "one");
        assertThat(read(secret.name() + "_FILE", "")).isEmpty();
    }

    @Test
    void bothAreAnError() throws IOException {
        String path = file("one");

        assertThatThrownBy(() -> read("JWT_SECRET_FILE", path, "JWT_SECRET", "SECRET-TWO"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("JWT_SECRET_FILE=" + path + " is not usable: JWT_SECRET is set too")
                .hasMessageNotContaining("SECRET-TWO");
    }

    @Test
    void aFileThatIsNotUsableIsNamedWithItsVariable() throws IOException {
        assertThatThrownBy(() -> read("JWT_SECRET_FILE", "/no/such", "REDIS_URL_FILE", folder.toString()))
                .hasMessageContaining("JWT_SECRET_FILE=/no/such is not usable: there is no such file")
                .hasMessageContaining("REDIS_URL_FILE=" + folder + " is not usable: it is no file");
        String empty = file("\n");
        assertThatThrownBy(() -> read("JWT_SECRET_FILE", empty)).hasMessageContaining("it is empty");
        Files.write(folder.resolve("secret"), "ü".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read("JWT_SECRET_FILE", empty)).hasMessageContaining("it is not UTF-8");
    }

    @Test
    void otherVariablesHaveNoFile() throws IOException {
        assertThat(read("SERVICE_NAME_FILE", file("x"))).isEmpty();
    }
}
