package com.fincloud.bench.scenario;

import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.load.FirstAnswer;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.report.Goal;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import java.io.IOException;
import java.util.List;

/** How long after its start a gateway first passes a request on. */
final class StartUp implements Scenario {

    private final FirstAnswer firstAnswer;

    /** The request of one user. */
    StartUp(List<String> tokens) {
        firstAnswer = new FirstAnswer(Requests.get("/x", tokens).bytes(0));
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void warmUp(Side side) throws IOException, InterruptedException {
        round(side, new Samples()); // so that the machine has read the files
    }

    @Override
    public void round(Side side, Samples samples) throws IOException, InterruptedException {
        try (Gateway gateway = side.startPlain()) {
            samples.add("plain", firstAnswer.seconds(gateway.port(), gateway.process()));
        }
        try (Gateway gateway = side.startImage()) {
            samples.add("image", firstAnswer.seconds(gateway.port(), gateway.process()));
        }
    }

    @Override
    public List<Row> rows() {
        return List.of(
                new Row("start to first answer, as in the image: s", "image", Goal.atMost(2.5)),
                new Row("start to first answer, `java -jar`: s", "plain", Goal.atMost(5)));
    }
}
