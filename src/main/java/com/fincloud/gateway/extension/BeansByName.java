package com.fincloud.gateway.extension;

import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;

/**
 * Beans that are found by name only. Camel looks up many kinds of beans by type (customizers, event handlers, a tracer, an object mapper),
 * and would apply those of one file or extension to every route.
 */
public interface BeansByName extends BeanRepository {

    @Override
    default <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        Object bean = lookupByName(name);
        return type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    default <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    default <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
