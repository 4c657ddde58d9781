package com.fincloud.gateway.launch;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;

/**
 * The jar's main class: runs {@code GatewayApplication} with a class loader that knows where to look, and from beans that the build
 * has found out.
 *
 * <p>Spring Boot's own asks the 160 libraries in the jar one after the other for each class, which is a quarter of the time of a start.
 */
public final class Launcher {

    private static final String APPLICATION = "com.fincloud.gateway.GatewayApplication";
    private static final String OF_SPRING_BOOT = "org.springframework.boot.loader.launch.LaunchedClassLoader";

    /** Spring's switch for starting from what the build has found out of the beans; a jar without it does not start then. */
    private static final String USE_PREPARED = "spring.aot.enabled";

    private Launcher() {}

    /** Runs the gateway, or a command; throws what it throws, and {@link IOException} when the jar cannot be read. */
    public static void main(String[] args) throws Throwable {
        ClassLoader own = Launcher.class.getClassLoader();
        ClassLoader loader =
                own.getClass().getName().equals(OF_SPRING_BOOT) ? new LibraryClassLoader((URLClassLoader) own) : own;
        if (System.getProperty(USE_PREPARED) == null) {
            System.setProperty(USE_PREPARED, "true");
        }
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Class.forName(APPLICATION, true, loader)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
