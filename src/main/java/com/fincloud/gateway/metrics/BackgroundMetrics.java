package com.fincloud.gateway.metrics;

import com.fincloud.gateway.background.BackgroundTask;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Failed runs of background tasks: {@code gateway_background_failures_total{task}}, at 0 from the start. */
final class BackgroundMetrics implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        for (BackgroundTask task : BackgroundTask.values()) {
            FunctionCounter.builder("gateway.background.failures", task, BackgroundTask::failures)
                    .description("Runs of background tasks that failed; the task goes on")
                    .tag("task", task.word())
                    .register(registry);
        }
    }
}
