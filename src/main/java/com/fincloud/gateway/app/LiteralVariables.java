package com.fincloud.gateway.app;

import com.fincloud.gateway.settings.RawVariables;
import org.apache.camel.spring.boot.SpringPropertiesParser;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;

/** Looks up the placeholders of route files. A variable is literal: Spring would expand {@code ${...}} in its value. */
final class LiteralVariables extends SpringPropertiesParser {

    private final ConfigurableEnvironment environment;

    LiteralVariables(ConfigurableEnvironment environment) {
        super(environment);
        this.environment = environment;
    }

    @Override
    public @Nullable String customLookup(String key) {
        String literal = RawVariables.ofUser(environment.getPropertySources(), key);
        return literal == null ? super.customLookup(key) : literal;
    }
}
