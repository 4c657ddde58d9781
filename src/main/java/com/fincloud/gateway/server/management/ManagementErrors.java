package com.fincloud.gateway.server.management;

import com.fincloud.gateway.server.folder.WorkFolder;
import com.fincloud.gateway.settings.GatewaySettings;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Configures the gateway's error bodies and the check of host names for the management port, which has a separate Tomcat and Spring
 * context.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
public class ManagementErrors {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementTomcat(
            GatewaySettings settings, WorkFolder folder) {
        return factory -> {
            folder.giveTo(factory);
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(JsonErrorValve.class.getName());
                    host.getPipeline().addValve(new ManagementHost(settings.managementHosts()));
                }
            });
        };
    }
}
