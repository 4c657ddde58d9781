package com.fincloud.gateway.http;

/** Checked exceptions through methods of Tomcat's that cannot name them: the types of HTTP/2 are its own. */
public final class SneakyThrow {

    private SneakyThrow() {}

    /** Throws {@code exception} as it is; called with {@link RuntimeException} as type it needs no {@code throws}. */
    @SuppressWarnings("unchecked") // erased: nothing is cast
    public static <E extends Throwable> RuntimeException thrown(Throwable exception) throws E {
        throw (E) exception;
    }
}
