package com.fincloud.bench.scenario;

import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import java.io.IOException;
import java.util.List;

/** One question to both gateways. */
public interface Scenario {

    /** What {@code --only} calls it. */
    String name();

    /** Brings a gateway to where it can be measured. */
    void warmUp(Side side) throws IOException, InterruptedException;

    /** Measures once. */
    void round(Side side, Samples samples) throws IOException, InterruptedException;

    /** What the table says of it. */
    List<Row> rows();
}
