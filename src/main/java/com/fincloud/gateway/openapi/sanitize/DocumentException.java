package com.fincloud.gateway.openapi.sanitize;

/** Why a service's document cannot be used, in a sentence without the service's own words. */
public final class DocumentException extends Exception {

    DocumentException(String reason) {
        super(reason);
    }

    /** The reason. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
