package com.fincloud.gateway.app;

import com.fincloud.gateway.extension.Extensions;
import com.fincloud.gateway.health.Readiness;
import com.fincloud.gateway.logging.Masking;
import com.fincloud.gateway.server.Draining;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.RawVariables;
import com.fincloud.gateway.settings.SecretValues;
import com.fincloud.gateway.settings.SettingsPostProcessor;
import com.fincloud.gateway.settings.SettingsReader;
import com.fincloud.gateway.tls.CertificateBundles;
import com.fincloud.gateway.websocket.WebSockets;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The settings, the clock, and what starts and ends with the process. The other parts have a configuration each. */
@Configuration(proxyBeanMethods = false)
public class GatewayConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayConfiguration.class);

    @Bean
    GatewaySettings gatewaySettings(ConfigurableEnvironment environment, BuildProperties build) {
        GatewaySettings settings = SettingsReader.read(
                name -> RawVariables.value(environment.getPropertySources(), name), build.getVersion());
        Masking.hide(SecretValues.current());
        settings.unsafe()
                .forEach(reason -> LOG.atWarn().addKeyValue("reason", reason).log("Unsafe setting"));
        if (environment.getPropertySources().get(SettingsPostProcessor.DERIVED) instanceof MapPropertySource derived
                && derived.getProperty(SettingsPostProcessor.WARNINGS) instanceof List<?> warnings) {
            warnings.forEach(
                    reason -> LOG.atWarn().addKeyValue("reason", reason).log("Setting without effect"));
        }
        return settings;
    }

    @Bean
    Extensions extensions(GatewaySettings settings) {
        Extensions extensions = Extensions.in(settings.routes().extensions());
        if (!extensions.names().isEmpty()) {
            LOG.atInfo().addKeyValue("files", extensions.names()).log("Extensions loaded");
        }
        extensions
                .warnings()
                .forEach(reason -> LOG.atWarn().addKeyValue("reason", reason).log("Extension partly unused"));
        return extensions;
    }

    @Bean
    CertificateBundles certificateBundles(GatewaySettings settings, Clock clock) {
        return new CertificateBundles(settings.tls(), clock);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    WebSockets webSockets(GatewaySettings settings) {
        return new WebSockets(settings.clients().webSockets());
    }

    @Bean
    WebSocketDrain webSocketDrain(WebSockets webSockets) {
        return new WebSocketDrain(webSockets);
    }

    @Bean
    ShutdownDelay shutdownDelay(Readiness readiness, Draining draining, GatewaySettings settings) {
        return new ShutdownDelay(readiness, draining, settings.shutdownDelay());
    }
}
