package com.fincloud.bench.scenario;

import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import java.io.IOException;
import java.util.List;

/** One question to a gateway that runs and is warm. */
public interface Scenario {

    /** What {@code --only} calls it. */
    String name();

    /** Brings a gateway to where it does not become faster any more. */
    void warmUp(Gateway gateway) throws IOException, InterruptedException;

    /** Measures once. */
    void round(Gateway gateway, Samples samples) throws IOException, InterruptedException;

    /** What the table says of it. */
    List<Row> rows();
}
