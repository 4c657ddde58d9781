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

    /** A proxy for {@code bean}; the bean itself if it has no lifecycle or cannot be proxied. */
    public static Object of(Object bean) {
        boolean lives = bean instanceof Service
                || bean instanceof CamelContextAware
                || bean instanceof RoutePolicy
                || bean instanceof AutoCloseable;
        Class<?> type = bean.getClass();
        if (!lives || Modifier.isFinal(type.getModifiers()) || type.isHidden()) {
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

    private static boolean isLife(Method method) {
        return method.getReturnType() == void.class && LIFE.contains(method.getName());
    }
}
