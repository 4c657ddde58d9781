package com.fincloud.gateway.app;

import com.fincloud.gateway.auth.ApiKeys;
import com.fincloud.gateway.auth.JwtVerifier;
import com.fincloud.gateway.auth.Revocations;
import com.fincloud.gateway.configfile.ConfigFiles;
import com.fincloud.gateway.ratelimit.plan.PlanFile;
import com.fincloud.gateway.settings.GatewaySettings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The YAML files that variables name. */
@Configuration(proxyBeanMethods = false)
public class ConfigFileConfiguration {

    @Bean(initMethod = "watch")
    PlanFile planFile(GatewaySettings settings) {
        return new PlanFile(settings.rateLimit());
    }

    @Bean(initMethod = "watch")
    ApiKeys apiKeys(GatewaySettings settings, Clock clock, Revocations revocations) {
        return new ApiKeys(settings.apiKeys(), clock, revocations);
    }

    @Bean
    ConfigFiles configFiles(PlanFile plans, ApiKeys keys, JwtVerifier tokens) {
        return new ConfigFiles().with(plans.file()).with(keys.file()).with(tokens.file());
    }
}
