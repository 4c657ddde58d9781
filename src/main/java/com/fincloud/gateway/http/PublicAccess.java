package com.fincloud.gateway.http;

/** Decides which requests need no token. */
@FunctionalInterface
public interface PublicAccess {

    /** Whether a request of {@code method} for the raw path {@code path} needs no token. */
    boolean isPublic(String method, String path);
}
