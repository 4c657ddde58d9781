package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.extension.BeansByName;
import com.fincloud.gateway.extension.ExtensionBeans;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.bean.LentBean;
import java.util.IdentityHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's beans and the files' beans for a scratch context, each as a {@link LentBean}. Components are left out, because a context
 * stops the components that it has used; for instance the gateway's {@code direct:} would lose its consumers. Nothing is found by type,
 * because Camel would apply the live context's listeners and customizers to the scratch context.
 */
final class ReadOnlyBeans implements BeansByName {

    private final CamelContext owner;
    private final IdentityHashMap<Object, Object> lent = new IdentityHashMap<>();

    ReadOnlyBeans(CamelContext owner) {
        this.owner = owner;
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        Object bean = owner.getRegistry().lookupByName(name);
        return bean == null || isOfItsContext(bean) ? null : lend(name, bean);
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        T bean = owner.getRegistry().lookupByNameAndType(name, type);
        if (bean == null || isOfItsContext(bean)) {
            return null;
        }
        Object stranger = lend(name, bean);
        return type.isInstance(stranger) ? type.cast(stranger) : bean;
    }

    /** Whether the bean is a part of the one context that uses it. */
    private static boolean isOfItsContext(Object bean) {
        return bean instanceof Component || bean instanceof Language;
    }

    private synchronized Object lend(String name, Object bean) {
        if (LentBean.isStoppedByOthers(bean) && isOfRouteAuthors(name, bean)) {
            throw new IllegalArgumentException("the bean '" + name
                    + "' cannot be used: Camel starts and stops it, and its"
                    + " class " + bean.getClass().getName() + " is final, so that each check of a file would stop it"
                    + " (expected: a class that is not final)");
        }
        return lent.computeIfAbsent(bean, LentBean::of);
    }

    /** Whether the bean belongs to a route file or an extension. A check stops none of the gateway's own beans. */
    private boolean isOfRouteAuthors(String name, Object bean) {
        FileBeans ofFiles = owner.hasService(FileBeans.class);
        ExtensionBeans ofExtensions = owner.hasService(ExtensionBeans.class);
        return (ofFiles != null && ofFiles.lookupByName(name) == bean)
                || (ofExtensions != null && ofExtensions.lookupByName(name) == bean);
    }
}
