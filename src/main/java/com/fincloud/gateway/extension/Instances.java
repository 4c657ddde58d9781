package com.fincloud.gateway.extension;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.CamelBeanPostProcessor;
import org.apache.camel.support.PluginHelper;

/** Makes objects of extensions' classes, with Camel's annotations for fields, for instance {@code @PropertyInject}. */
public final class Instances {

    private Instances() {}

    /**
     * A new route builder.
     *
     * @throws Exception what its constructor throws, or {@link NoSuchMethodException} if it has none without parameters
     */
    public static RoutesBuilder builder(String className, CamelContext context) throws Exception {
        return (RoutesBuilder) of(context.getClassResolver().resolveMandatoryClass(className), context);
    }

    static Object of(Class<?> type, CamelContext context) throws Exception {
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new NoSuchMethodException(type.getName() + " has no constructor without parameters");
        }
        constructor.setAccessible(true);
        try {
            Object made = constructor.newInstance();
            CamelBeanPostProcessor fields = PluginHelper.getBeanPostProcessor(context);
            fields.postProcessBeforeInitialization(made, type.getName());
            return fields.postProcessAfterInitialization(made, type.getName());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
