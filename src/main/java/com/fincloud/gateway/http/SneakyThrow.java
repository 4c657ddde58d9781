package com.fincloud.gateway.http;

/**
 * Throws checked exceptions through Tomcat methods that do not declare them, because the HTTP/2 exception types are internal to Tomcat.
 */
public final class SneakyThrow {

    private SneakyThrow() {}

    /** Throws {@code exception} unchanged. With {@link RuntimeException} as the type argument no {@code throws} clause is needed. */
    @SuppressWarnings("unchecked") // erased, so there is no cast at run time
    public static <E extends Throwable> RuntimeException thrown(Throwable exception) throws E {
        throw (E) exception;
    }
}
