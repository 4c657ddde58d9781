package com.fincloud.gateway.metrics;

import com.fincloud.gateway.configfile.ConfigFiles;
import com.fincloud.gateway.configfile.FollowedFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Whether each file that a variable names is in use as it is. */
final class ConfigFileMetrics implements MeterBinder {

    private final ConfigFiles files;

    ConfigFileMetrics(ConfigFiles files) {
        this.files = files;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (FollowedFile<?> file : files.all()) {
            Gauge.builder("gateway.config.file.current", file, it -> it.fault() == null ? 1 : 0)
                    .description("1 while the file that a variable names is in use; 0 while it is rejected")
                    .tag("variable", file.variable().name())
                    .register(registry);
        }
    }
}
