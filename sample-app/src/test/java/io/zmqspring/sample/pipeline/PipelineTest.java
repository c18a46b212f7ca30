package io.zmqspring.sample.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.zmqspring.core.PushSocket;
import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.SampleTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** Workers that work, are killed, come back and join. */
@SampleTest
class PipelineTest {

    private static final String FIRST = "here/worker-1";
    private static final String SECOND = "here/worker-2";

    @Autowired
    private SampleClient client;

    @Autowired
    private Pipeline pipeline;

    @Autowired
    private Workers workers;

    @Autowired
    @Qualifier("tasks-out") private PushSocket tasksOut;

    @BeforeEach
    void awaitAllWorkers() {
        await().atMost(SampleClient.LIMIT)
                .until(() -> workers.all().size() >= 2
                        && tasksOut.peers().size() == workers.all().size());
    }

    @Test
    void shouldShareOutTasksAmongWorkers() {
        sendUntilDoneBy(FIRST);
        sendUntilDoneBy(SECOND);

        assertThat(new Task(7, 100, null).workedOutBy("me")).isEqualTo(new Result(7, 25, "me", null));
    }

    @Test
    void shouldLeaveAKilledWorkerOutUntilItIsRestarted() {
        assertThat(client.post("/workers/kill?name=" + FIRST, "").statusCode()).isEqualTo(204);
        await().atMost(SampleClient.LIMIT)
                .until(() -> tasksOut.peers().size() == workers.all().size() - 1);
        assertThat(running(FIRST)).isFalse();
        long doneByFirst = done(FIRST);
        sendUntilDoneBy(SECOND);
        assertThat(done(FIRST)).isEqualTo(doneByFirst);

        assertThat(client.post("/workers/restart?name=" + FIRST, "").statusCode())
                .isEqualTo(204);

        assertThat(running(FIRST)).isTrue();
        sendUntilDoneBy(FIRST);
    }

    @Test
    void shouldLetAWorkerJoin() {
        String third = client.post("/workers", "").body();

        assertThat(running(third)).isTrue();
        sendUntilDoneBy(third);
    }

    @Test
    void shouldNameTheWorkersThereAreWhenOneIsUnknown() {
        assertThat(client.post("/workers/kill?name=nobody", "").statusCode()).isEqualTo(404);
    }

    private void sendUntilDoneBy(String worker) {
        long before = done(worker);
        await().atMost(SampleClient.LIMIT).until(() -> {
            pipeline.send(100);
            return done(worker) > before;
        });
    }

    private long done(String worker) {
        return Objects.requireNonNullElse(pipeline.done().get(worker), 0L);
    }

    private boolean running(String worker) {
        Map<String, Boolean> all = JsonPath.read(client.get("/workers"), "$");
        assertThat(all).as(List.copyOf(all.keySet()).toString()).containsKey(worker);
        return all.get(worker);
    }
}
