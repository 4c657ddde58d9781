package com.fincloud.gateway.ratelimit.plan;

import com.fincloud.gateway.configfile.FollowedFile;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.Variable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file with plans, if the settings name one. */
public final class PlanFile implements AutoCloseable {

    private final Limits defaults;
    private final @Nullable FollowedFile<RatePlans> file;

    /** Reads the file of {@code RATE_LIMIT_PLANS}. A file that is not usable is reported, and everybody has the variables' limits. */
    public PlanFile(GatewaySettings.RateLimit settings) {
        this.defaults = new Limits(settings.perMinute(), settings.perHour());
        this.file = settings.plans().isEmpty() || !settings.enabled()
                ? null
                : new FollowedFile<>(
                                Variable.RATE_LIMIT_PLANS,
                                Path.of(settings.plans()),
                                new RatePlansReader(defaults),
                                RatePlans.none(Plan.ofVariables(defaults)))
                        .load();
    }

    /** The limits of a caller whom the file gives no plan. */
    public Limits defaults() {
        return defaults;
    }

    /** The plans as they are now; null if the settings name no file. */
    public @Nullable RatePlans current() {
        return file == null ? null : file.current();
    }

    /** The followed file; null if the settings name none. */
    public @Nullable FollowedFile<RatePlans> file() {
        return file;
    }

    /** Follows the file until {@link #close}. */
    public void watch() {
        if (file != null) {
            file.watch();
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
