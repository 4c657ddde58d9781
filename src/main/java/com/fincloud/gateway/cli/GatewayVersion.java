package com.fincloud.gateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The gateway's version, as the build has written it. */
final class GatewayVersion {

    private GatewayVersion() {}

    /** For instance {@code 1.0.0}; {@code unknown} for classes without a build. */
    static String text() {
        Properties build = new Properties();
        try (InputStream in = GatewayVersion.class.getResourceAsStream("/META-INF/build-info.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            return "unknown";
        }
        return build.getProperty("build.version", "unknown");
    }
}
