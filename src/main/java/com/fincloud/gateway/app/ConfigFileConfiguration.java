package com.fincloud.gateway.app;

import com.fincloud.gateway.configfile.ConfigFiles;
import com.fincloud.gateway.ratelimit.plan.PlanFile;
import com.fincloud.gateway.settings.GatewaySettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The YAML files that variables name. */
@Configuration(proxyBeanMethods = false)
public class ConfigFileConfiguration {

    @Bean(initMethod = "watch")
    PlanFile planFile(GatewaySettings settings) {
        return new PlanFile(settings.rateLimit());
    }

    @Bean
    ConfigFiles configFiles(PlanFile plans) {
        return new ConfigFiles().with(plans.file());
    }
}
