package com.fincloud.gateway.extension;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * The beans of extensions. Each is made once, when a route first asks for it, so that one that fails or hangs is the fault of the routes that
 * use it. They are found by name only, because Camel would apply many kinds of beans that it finds by type to every route.
 */
final class ExtensionBeans extends ServiceSupport implements BeanRepository {

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

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        Object bean = lookupByName(name);
        return type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
