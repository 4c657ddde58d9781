package com.fincloud.gateway.folder;

import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's beans, for a scratch context to look at. Components are left out: a context stops the components that it has used,
 * and the gateway's own {@code direct:}, for one, would forget its consumers.
 */
final class BorrowedBeans implements BeanRepository {

    private final CamelContext owner;

    BorrowedBeans(CamelContext owner) {
        this.owner = owner;
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        Object bean = owner.getRegistry().lookupByName(name);
        return bean instanceof Component ? null : bean;
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        T bean = owner.getRegistry().lookupByNameAndType(name, type);
        return bean instanceof Component ? null : bean;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Component.class.isAssignableFrom(type)
                ? Map.of()
                : owner.getRegistry().findByTypeWithName(type);
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Component.class.isAssignableFrom(type)
                ? Set.of()
                : owner.getRegistry().findByType(type);
    }
}
