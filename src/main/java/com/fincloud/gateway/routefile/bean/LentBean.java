package com.fincloud.gateway.routefile.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import org.aopalliance.intercept.MethodInterceptor;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Service;
import org.apache.camel.spi.RoutePolicy;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;

/**
 * A proxy for a bean in a scratch context. It has the same type and delegates its methods, but the scratch context cannot start or stop the
 * bean, or become its Camel context. Camel does all three to a bean that a route uses, even if no route is started.
 */
public final class LentBean {

    private static final Set<String> LIFE = Set.of(
            "build",
            "init",
            "start",
            "stop",
            "suspend",
            "resume",
            "shutdown",
            "close",
            "setCamelContext",
            "onInit",
            "onRemove",
            "onStart",
            "onStop",
            "onSuspend",
            "onResume");

    private LentBean() {}

    /** A proxy for {@code bean}; the bean itself if it has no lifecycle or cannot have a proxy. */
    public static Object of(Object bean) {
        boolean lives = bean instanceof Service
                || bean instanceof CamelContextAware
                || bean instanceof RoutePolicy
                || bean instanceof AutoCloseable;
        Class<?> type = bean.getClass();
        if (!lives || isFinal(type)) {
            return bean;
        }
        try {
            ProxyFactory factory = new ProxyFactory(bean);
            factory.setProxyTargetClass(true);
            factory.addAdvice((MethodInterceptor) call -> isLife(call.getMethod()) ? null : call.proceed());
            return factory.getProxy(type.getClassLoader());
        } catch (AopConfigException e) {
            return bean;
        }
    }

    /** Whether a scratch context would stop the bean: it is a Camel service, and its class cannot have a proxy. */
    public static boolean isStoppedByOthers(Object bean) {
        return bean instanceof Service && isFinal(bean.getClass());
    }

    private static boolean isFinal(Class<?> type) {
        return Modifier.isFinal(type.getModifiers()) || type.isHidden();
    }

    private static boolean isLife(Method method) {
        return method.getReturnType() == void.class && LIFE.contains(method.getName());
    }
}
