package com.fincloud.gateway.openapi.sanitize;

/** A service's document cannot be used. The reason is a sentence without text from the document. */
public final class DocumentException extends Exception {

    DocumentException(String reason) {
        super(reason);
    }

    /** The reason. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
