package com.fincloud.gateway.metrics.request;

/** The tag {@code method}. It has only these values, whatever clients send. */
enum Method {
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS,
    OTHER;

    /** HTTP methods are case-sensitive (RFC 9110 section 9.1). */
    static Method of(String method) {
        return switch (method) {
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "POST" -> POST;
            case "PUT" -> PUT;
            case "PATCH" -> PATCH;
            case "DELETE" -> DELETE;
            case "OPTIONS" -> OPTIONS;
            default -> OTHER;
        };
    }
}
