package com.fincloud.gateway.tls;

import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import com.fincloud.gateway.settings.GatewaySettings.Tls;
import com.fincloud.gateway.settings.SettingsPostProcessor;
import com.fincloud.gateway.settings.Variable;

/** The kinds of TLS peers, and the variables that name the files for each. */
public enum Peers {
    /** Clients that call the gateway. */
    CLIENTS(
            SettingsPostProcessor.CLIENTS_BUNDLE,
            Variable.TLS_CERTIFICATE,
            Variable.TLS_PRIVATE_KEY,
            Variable.TLS_CLIENT_CA),
    /** Services with an {@code https} URL. */
    BACKENDS("backends", Variable.BACKEND_CERTIFICATE, Variable.BACKEND_PRIVATE_KEY, Variable.BACKEND_CA),
    /** Redis with a {@code rediss} URL. */
    REDIS("redis", Variable.REDIS_CERTIFICATE, Variable.REDIS_PRIVATE_KEY, Variable.REDIS_CA),
    /** Issuers that publish key sets. The gateway shows them no certificate. */
    KEY_SETS("key-sets", Variable.JWT_JWKS_CA, Variable.JWT_JWKS_CA, Variable.JWT_JWKS_CA);

    private final String bundle;
    private final Variable certificate;
    private final Variable privateKey;
    private final Variable authorities;

    Peers(String bundle, Variable certificate, Variable privateKey, Variable authorities) {
        this.bundle = bundle;
        this.certificate = certificate;
        this.privateKey = privateKey;
        this.authorities = authorities;
    }

    /** The name of the SSL bundle for these peers. */
    public String bundle() {
        return bundle;
    }

    PemFiles files(Tls tls) {
        return switch (this) {
            case CLIENTS -> tls.clients();
            case BACKENDS -> tls.backends();
            case REDIS -> tls.redis();
            case KEY_SETS -> tls.keySets();
        };
    }

    Variable certificate() {
        return certificate;
    }

    Variable privateKey() {
        return privateKey;
    }

    Variable authorities() {
        return authorities;
    }
}
