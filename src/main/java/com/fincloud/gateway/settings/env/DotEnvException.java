package com.fincloud.gateway.settings.env;

/** The file {@code .env} is not usable. The message names the line, and never a value. */
public final class DotEnvException extends RuntimeException {

    DotEnvException(String reason) {
        super(".env: " + reason);
    }

    DotEnvException(int line, String reason) {
        super(".env, line " + line + ": " + reason);
    }
}
