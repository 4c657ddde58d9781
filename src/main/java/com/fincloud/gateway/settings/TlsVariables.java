package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import com.fincloud.gateway.settings.GatewaySettings.Tls;

/** The variables that name certificates, keys and authorities. */
final class TlsVariables {

    private final Inputs inputs;

    TlsVariables(Inputs inputs) {
        this.inputs = inputs;
    }

    /** Reads the variables. */
    Tls read() {
        PemFiles clients = pemFiles(Variable.TLS_CERTIFICATE, Variable.TLS_PRIVATE_KEY, Variable.TLS_CLIENT_CA);
        if (clients.certificate().isEmpty() && !clients.authorities().isEmpty()) {
            inputs.reject(Variable.TLS_CLIENT_CA, "without TLS_CERTIFICATE no client shows a certificate");
        }
        boolean http2 =
                inputs.bool(Variable.TLS_HTTP2) && !clients.certificate().isEmpty();
        PemFiles redis = pemFiles(Variable.REDIS_CERTIFICATE, Variable.REDIS_PRIVATE_KEY, Variable.REDIS_CA);
        boolean encrypted = inputs.text(Variable.REDIS_URL).startsWith("rediss:")
                || inputs.text(Variable.REVOCATION_REDIS_URL).startsWith("rediss:");
        if (!redis.isEmpty() && !encrypted) {
            inputs.reject(
                    redis.authorities().isEmpty() ? Variable.REDIS_CERTIFICATE : Variable.REDIS_CA,
                    "REDIS_URL is not rediss://");
        }
        return new Tls(
                clients,
                http2,
                pemFiles(Variable.BACKEND_CERTIFICATE, Variable.BACKEND_PRIVATE_KEY, Variable.BACKEND_CA),
                redis,
                new PemFiles("", "", inputs.text(Variable.JWT_JWKS_CA)));
    }

    /** The paths of the files. The code that reads the files checks their content. */
    private PemFiles pemFiles(Variable certificate, Variable privateKey, Variable authorities) {
        PemFiles files = new PemFiles(inputs.text(certificate), inputs.text(privateKey), inputs.text(authorities));
        if (files.certificate().isEmpty() && !files.privateKey().isEmpty()) {
            inputs.reject(privateKey, certificate.name() + " is not set, and each needs the other");
        } else if (files.privateKey().isEmpty() && !files.certificate().isEmpty()) {
            inputs.reject(certificate, privateKey.name() + " is not set, and each needs the other");
        }
        return files;
    }
}
