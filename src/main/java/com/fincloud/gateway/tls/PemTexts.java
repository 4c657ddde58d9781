package com.fincloud.gateway.tls;

import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import com.fincloud.gateway.settings.SettingsException;
import com.fincloud.gateway.settings.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The content of the files for one kind of peer; empty if no file is configured.
 *
 * @param certificate the text of the certificate file
 * @param privateKey the text of the key file
 * @param authorities the text of the file with authorities
 */
record PemTexts(String certificate, String privateKey, String authorities) {

    /** The maximum size of a file. A file with all public authorities has about 250 KB. */
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    /**
     * Reads the files.
     *
     * @throws SettingsException if a file cannot be read, naming its variable
     */
    static PemTexts read(Peers peers, PemFiles files) {
        return new PemTexts(
                text(peers.certificate(), files.certificate()),
                text(peers.privateKey(), files.privateKey()),
                text(peers.authorities(), files.authorities()));
    }

    private static String text(Variable variable, String path) {
        if (path.isEmpty()) {
            return "";
        }
        if (isNoRegularFile(path)) { // reading a pipe without a writer would never end
            throw new SettingsException(variable, path, "the file cannot be read: it is no regular file");
        }
        try (InputStream file = Files.newInputStream(Path.of(path))) {
            byte[] bytes = file.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SettingsException(variable, path, "the file has more than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new SettingsException(variable, path, "there is no such file");
        } catch (IOException | InvalidPathException e) {
            throw new SettingsException(variable, path, "the file cannot be read");
        }
    }

    private static boolean isNoRegularFile(String path) {
        try {
            Path file = Path.of(path);
            return Files.exists(file) && !Files.isRegularFile(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Does not show the key, unlike the default text of a record. */
    @Override
    public String toString() {
        return "PemTexts";
    }
}
