package com.fincloud.gateway.app;

import com.fincloud.gateway.extension.Extensions;
import com.fincloud.gateway.routefile.live.LiveContext;
import com.fincloud.gateway.routing.ReloadableDirect;
import com.fincloud.gateway.routing.body.HoldingSeda;
import com.fincloud.gateway.routing.step.GatewaySimple;
import com.fincloud.gateway.routing.step.ReloadableControlBus;
import org.apache.camel.CamelContext;
import org.apache.camel.ContextEvents;
import org.apache.camel.component.properties.PropertiesParser;
import org.apache.camel.spi.StartupConditionStrategy;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelConfigurationProperties;
import org.apache.camel.spring.boot.CamelSpringBootApplicationController;
import org.apache.camel.spring.spi.CamelBeanPostProcessor;
import org.apache.camel.support.ResetableClock;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** The Camel context, and the components and languages that the gateway has in place of Camel's own. */
@Configuration(proxyBeanMethods = false)
public class CamelConfiguration {

    /** Like the context of Camel's own configuration, but with a class that is fast with many routes. */
    @Bean(destroyMethod = "")
    CamelContext camelContext(
            ApplicationContext application,
            CamelConfigurationProperties properties,
            CamelBeanPostProcessor beans,
            StartupConditionStrategy conditions,
            Extensions extensions)
            throws Exception {
        CamelSpringBootApplicationController controller = new CamelSpringBootApplicationController(application);
        LiveContext context = new LiveContext(application, controller);
        context.getClock().add(ContextEvents.BOOT, new ResetableClock());
        extensions.addTo(context);
        controller.setCamelContext(context);
        beans.setCamelContext(context);
        context.getCamelContextExtension().addContextPlugin(CamelBeanPostProcessor.class, beans);
        context.getCamelContextExtension().addContextPlugin(StartupConditionStrategy.class, conditions);
        return CamelAutoConfiguration.doConfigureCamelContext(application, context, properties, controller);
    }

    @Bean
    PropertiesParser propertiesParser(ConfigurableEnvironment environment) {
        return new LiteralVariables(environment);
    }

    @Bean({"direct", "direct-component"})
    ReloadableDirect direct() {
        return new ReloadableDirect();
    }

    /** A bean, because Camel looks for its simple language before the routes are started. */
    @Bean("simple")
    GatewaySimple simpleLanguage() {
        return new GatewaySimple();
    }

    @Bean({"controlbus", "controlbus-component"})
    ReloadableControlBus controlBus() {
        return new ReloadableControlBus();
    }

    @Bean({"seda", "seda-component"})
    HoldingSeda seda() {
        return new HoldingSeda();
    }
}
