package com.fincloud.gateway.extension;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * The beans of extensions. A bean is made once, when a route first asks for it. So a bean that fails or hangs affects only the routes that use
 * it.
 */
public final class ExtensionBeans extends ServiceSupport implements BeansByName {

    private final CamelContext context;
    private final Map<String, Class<?>> classes;
    private final Map<String, Object> made = new ConcurrentHashMap<>();

    ExtensionBeans(CamelContext context, Map<String, Class<?>> classes) {
        this.context = context;
        this.classes = classes;
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        Class<?> type = classes.get(name);
        Object known = type == null ? null : made.get(name);
        return type == null || known != null ? known : made.computeIfAbsent(name, unused -> make(type));
    }

    private Object make(Class<?> type) {
        try {
            Object bean = Instances.of(type, context);
            CamelContextAware.trySetCamelContext(bean, context);
            String init = annotation(type).initMethod();
            if (!init.isEmpty()) {
                ObjectHelper.invokeMethodSafe(init, bean);
            }
            return bean;
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    private static BindToRegistry annotation(Class<?> type) {
        return type.getAnnotation(BindToRegistry.class);
    }

    @Override
    protected void doStop() throws Exception {
        for (Object bean : made.values()) {
            String destroy = annotation(bean.getClass()).destroyMethod();
            if (!destroy.isEmpty()) {
                ObjectHelper.invokeMethodSafe(destroy, bean);
            } else if (bean instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }
}
