package com.fincloud.gateway.metrics.reading;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The distribution of durations since the start.
 *
 * @param count number of durations
 * @param seconds upper bounds of the buckets
 * @param counts number of durations up to each bound
 */
public record Distribution(long count, List<Double> seconds, List<Long> counts) {

    /** No durations. */
    static final Distribution NONE = new Distribution(0, List.of(), List.of());

    /** Copies the lists. */
    public Distribution {
        seconds = List.copyOf(seconds);
        counts = List.copyOf(counts);
    }

    static Distribution of(Timer timer) {
        HistogramSnapshot snapshot = timer.takeSnapshot();
        List<Double> seconds = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (CountAtBucket bucket : snapshot.histogramCounts()) {
            if (Double.isFinite(bucket.bucket())) {
                seconds.add(bucket.bucket(TimeUnit.SECONDS));
                counts.add((long) bucket.count());
            }
        }
        return new Distribution(snapshot.count(), seconds, counts);
    }

    /** The sum of both. Their bounds must be the same, as for timers with the same name. */
    Distribution plus(Distribution other) {
        if (counts.isEmpty() || other.counts.isEmpty()) {
            return counts.isEmpty() ? other : this;
        }
        List<Long> sums = new ArrayList<>(counts.size());
        for (int i = 0; i < counts.size(); i++) {
            sums.add(counts.get(i) + other.counts.get(i));
        }
        return new Distribution(count + other.count, seconds, sums);
    }
}
