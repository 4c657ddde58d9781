package com.fincloud.gateway.edge;

/** Checked exceptions through methods of Tomcat's that cannot name them: the types of HTTP/2 are its own. */
final class Sneaky {

    private Sneaky() {}

    /** Throws {@code exception} as it is; called with {@link RuntimeException} as type it needs no {@code throws}. */
    @SuppressWarnings("unchecked") // erased: nothing is cast
    static <E extends Throwable> RuntimeException thrown(Throwable exception) throws E {
        throw (E) exception;
    }
}
