package com.fincloud.gateway.settings;

import java.util.HashMap;
import java.util.Map;

/** Settings read from variables that a test gives; all others are empty, but for the one that means something when it is empty. */
final class Settings {

    private Settings() {}

    static GatewaySettings read(String... namesAndValues) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        variables.putIfAbsent("JWT_TYPE_CLAIM", Variable.JWT_TYPE_CLAIM.defaultValue());
        return SettingsReader.read(name -> variables.getOrDefault(name, ""), "1.2.3");
    }
}
