package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.GatewaySettings.Bodies;
import com.fincloud.gateway.settings.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The variables for bodies that routes read. */
final class BodyVariables {

    private final Inputs inputs;

    BodyVariables(Inputs inputs) {
        this.inputs = inputs;
    }

    /** Reads the variables, and writes a file into the directory, since each request with a large body may have to. */
    Bodies read() {
        return new Bodies(
                inputs.parsed(Variable.BODY_SPOOL_DIR, BodyVariables::directory, temporary()),
                inputs.parsed(Variable.BODY_SPOOL_MAX, Values::bytes, 0L),
                inputs.parsed(Variable.MAX_RESPONSE_BODY_KEPT, Values::bytes, 0L));
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static Path directory(String text) {
        Path directory = text.isEmpty() ? temporary() : Path.of(text);
        try {
            Files.delete(Files.createTempFile(directory, "gateway-body-", ""));
        } catch (IOException | SecurityException e) {
            throw new IllegalArgumentException("the gateway cannot write a file to " + directory, e);
        }
        return directory;
    }
}
