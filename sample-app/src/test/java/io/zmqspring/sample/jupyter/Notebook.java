package io.zmqspring.sample.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.zmqspring.sample.SampleClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.test.context.TestComponent;

/** A user of the kernel, over HTTP. Cells are told apart by their numbers. */
@TestComponent
class Notebook {

    private final SampleClient client;

    Notebook(SampleClient client) {
        this.client = client;
    }

    /** {@return the number of the cell} */
    int run(String code) {
        var answer = client.post("/jupyter/run", code);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Integer.parseInt(answer.body());
    }

    /** Runs code to its end. */
    int runAndAwait(String code) {
        int cell = run(code);
        awaitDone(cell, "ok");
        return cell;
    }

    void post(String action, String body) {
        var answer = client.post("/jupyter/" + action, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    /** {@return what a cell has put out so far of a kind, such as {@code stdout}} */
    String output(int cell, String kind) {
        List<Map<String, Object>> entries = JsonPath.read(
                client.get("/jupyter/transcript"), "$[?(@.cell == " + cell + " && @.kind == '" + kind + "')]");
        return entries.stream().map(entry -> (String) entry.get("text")).collect(Collectors.joining());
    }

    void awaitOutput(int cell, String kind, String text) {
        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(output(cell, kind)).contains(text));
    }

    void awaitDone(int cell, String status) {
        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(output(cell, "done")).startsWith(status));
    }

    void awaitStatus(String status) {
        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(state()).contains(status));
    }

    String state() {
        return client.get("/jupyter");
    }

    boolean isBusy() {
        return JsonPath.read(state(), "$.busy");
    }

    int refused() {
        return JsonPath.read(state(), "$.refused");
    }
}
