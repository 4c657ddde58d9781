package com.fincloud.gateway.launch;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;

/**
 * The jar's main class: runs {@code GatewayApplication} with an indexed class loader, and with the bean definitions from the build's AOT
 * processing.
 *
 * <p>Spring Boot's class loader searches the 160 libraries in the jar one after the other for each class, which takes a quarter of the
 * start-up time.
 */
public final class Launcher {

    private static final String APPLICATION = "com.fincloud.gateway.GatewayApplication";
    private static final String OF_SPRING_BOOT = "org.springframework.boot.loader.launch.LaunchedClassLoader";

    /**
     * Spring's property for starting with the results of AOT processing. With this property a jar without these results does not start.
     */
    private static final String USE_PREPARED = "spring.aot.enabled";

    private Launcher() {}

    /** Runs the gateway or a command. Throws its exceptions, and {@link IOException} if the jar cannot be read. */
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
