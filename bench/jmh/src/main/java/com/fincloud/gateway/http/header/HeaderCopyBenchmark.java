package com.fincloud.gateway.http.header;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A request's fourteen headers: copied, and looked up by another spelling; beside a sorted tree, as Camel's own map is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeaderCopyBenchmark {

    private static final String[] NAMES = {
        "CamelHttpMethod", "CamelHttpPath", "Accept", "Accept-Encoding", "Accept-Language", "Authorization",
                "User-Agent",
        "Cookie", "X-Request-ID", "X-User-ID", "X-User-Email", "X-User-Role", "X-Forwarded-For", "traceparent"
    };

    private final Map<String, Object> ours = filled(new HeaderMap());
    private final Map<String, Object> tree = filled(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));

    private static Map<String, Object> filled(Map<String, Object> map) {
        for (String name : NAMES) {
            map.put(name, "value");
        }
        return map;
    }

    /** A copy as {@code HeaderMaps} makes it. */
    @Benchmark
    public Map<String, Object> copy() {
        Map<String, Object> copy = new HeaderMap();
        copy.putAll(ours);
        return copy;
    }

    /** A copy of a tree, header by header. */
    @Benchmark
    public Map<String, Object> copyOfTree() {
        Map<String, Object> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        tree.forEach(copy::put);
        return copy;
    }

    /** A header that is there, and one that is not. */
    @Benchmark
    public boolean find() {
        return ours.get("x-user-role") != null && ours.get("x-api-key") == null;
    }

    /** The same in a tree. */
    @Benchmark
    public boolean findInTree() {
        return tree.get("x-user-role") != null && tree.get("x-api-key") == null;
    }
}
