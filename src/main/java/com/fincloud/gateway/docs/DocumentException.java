package com.fincloud.gateway.docs;

/** Why a service's document cannot be used, in a sentence without the service's own words. */
final class DocumentException extends Exception {

    DocumentException(String reason) {
        super(reason);
    }

    /** The reason. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
