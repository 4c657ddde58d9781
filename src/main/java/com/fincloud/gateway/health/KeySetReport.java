package com.fincloud.gateway.health;

import com.fincloud.gateway.auth.JwtVerifier;
import com.fincloud.gateway.auth.token.KeyStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The state of the keys that verify tokens, for the health reports. It names no URL. */
public final class KeySetReport {

    private final JwtVerifier tokens;

    public KeySetReport(JwtVerifier tokens) {
        this.tokens = tokens;
    }

    /** Whether a key is known, so that at least the tokens of one issuer can be verified. */
    boolean hasKey() {
        return tokens.keys().values().stream().anyMatch(status -> status.keys() > 0);
    }

    /** Whether each issuer's keys are current. */
    boolean isCurrent() {
        return tokens.keys().values().stream().allMatch(KeyStatus::isCurrent);
    }

    /** The keys of each issuer. */
    Map<String, Object> report() {
        Map<String, Object> issuers = new LinkedHashMap<>();
        KeyStatus.State worst = KeyStatus.State.CONFIGURED;
        for (Map.Entry<String, KeyStatus> issuer : tokens.keys().entrySet()) {
            KeyStatus status = issuer.getValue();
            worst = status.state().compareTo(worst) > 0 ? status.state() : worst;
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("status", word(status.state()));
            shown.put("keys", status.keys());
            shown.put("as_of", status.asOf() == null ? null : String.valueOf(status.asOf()));
            issuers.put(issuer.getKey(), shown);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("status", word(worst));
        report.put("issuers", issuers);
        return report;
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
