package com.fincloud.gateway.extension;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/** Loads classes from the jars of extensions. Its parent is asked first, so that nothing that the gateway has can be replaced. */
public final class ExtensionClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    ExtensionClassLoader(List<URL> jars, ClassLoader gateway) {
        super("extensions", jars.toArray(URL[]::new), gateway);
    }
}
