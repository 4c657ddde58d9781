package com.fincloud.gateway.routefile.bean;

import org.apache.camel.Service;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bean of a route file. It is created once and destroyed once.
 *
 * @param name the name in the file
 * @param instance the bean
 * @param destroyMethod the destroy method that the file names; null for none
 */
public record FileBean(String name, Object instance, @Nullable String destroyMethod) {

    private static final Logger LOG = LoggerFactory.getLogger(FileBean.class);

    /** Destroys the bean: calls the destroy method, and stops or closes a Camel service or a closeable. */
    void destroy() {
        try {
            if (destroyMethod != null) {
                ObjectHelper.invokeMethodSafe(destroyMethod, instance);
            }
            if (instance instanceof Service) {
                ServiceHelper.stopAndShutdownService(instance);
            } else if (instance instanceof AutoCloseable closeable && !"close".equals(destroyMethod)) {
                closeable.close();
            }
        } catch (Exception | LinkageError e) {
            LOG.atError().addKeyValue("bean", name).setCause(e).log("Bean could not be destroyed");
        }
    }
}
