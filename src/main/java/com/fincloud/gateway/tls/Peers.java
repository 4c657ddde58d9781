package com.fincloud.gateway.tls;

import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import com.fincloud.gateway.settings.GatewaySettings.Tls;
import com.fincloud.gateway.settings.SettingsPostProcessor;
import com.fincloud.gateway.settings.Variable;

/** Whom the gateway speaks TLS with, and the variables that name the files for it. */
public enum Peers {
    /** Who calls the gateway. */
    CLIENTS(
            SettingsPostProcessor.CLIENTS_BUNDLE,
            Variable.TLS_CERTIFICATE,
            Variable.TLS_PRIVATE_KEY,
            Variable.TLS_CLIENT_CA),
    /** Services whose URL is {@code https}. */
    BACKENDS("backends", Variable.BACKEND_CERTIFICATE, Variable.BACKEND_PRIVATE_KEY, Variable.BACKEND_CA),
    /** Redis, by a {@code rediss} URL. */
    REDIS("redis", Variable.REDIS_CERTIFICATE, Variable.REDIS_PRIVATE_KEY, Variable.REDIS_CA);

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

    /** The name of their SSL bundle. */
    public String bundle() {
        return bundle;
    }

    PemFiles files(Tls tls) {
        return switch (this) {
            case CLIENTS -> tls.clients();
            case BACKENDS -> tls.backends();
            case REDIS -> tls.redis();
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
