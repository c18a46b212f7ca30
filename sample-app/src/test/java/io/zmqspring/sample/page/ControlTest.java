package io.zmqspring.sample.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.SampleTest;
import io.zmqspring.sample.pipeline.Pipeline;
import io.zmqspring.socket.ZmqSocketRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** What the buttons do. */
@SampleTest
class ControlTest {

    @Autowired
    private SampleClient client;

    @Autowired
    private ZmqListenerEndpointRegistry listeners;

    @Autowired
    private ZmqSocketRegistry sockets;

    @Autowired
    private Pipeline pipeline;

    @Autowired
    private Flood flood;

    @Autowired
    @Qualifier("market-out") private PubSocket marketOut;

    /** What a flood has left would be in the way of other tests. */
    @AfterEach
    void undo() {
        listeners.getListenerContainer("market-euro-listener").resume();
        sockets.getSocket("notes-in").start();
        await().atMost(SampleClient.LIMIT)
                .until(() -> !flood.isRunning()
                        && sockets.getSockets().stream()
                                .allMatch(socket -> socket.counters().queuedToSend() == 0
                                        && socket.counters().queuedToReceive() == 0));
    }

    @Test
    void shouldDropForASubscriberThatIsPausedInAFlood() {
        long droppedBefore = marketOut.counters().dropped();
        assertThat(control("listeners/market-euro-listener/pause")).isEqualTo(200);
        assertThat(listeners.getListenerContainer("market-euro-listener").isPaused())
                .isTrue();

        flood("market-out");

        await().atMost(SampleClient.LIMIT).until(() -> marketOut.counters().dropped() > droppedBefore);
        assertThat(control("listeners/market-euro-listener/resume")).isEqualTo(200);
        assertThat(listeners.getListenerContainer("market-euro-listener").isPaused())
                .isFalse();
    }

    @Test
    void shouldRefuseTasksInAFlood() {
        long refusedBefore = pipeline.refused();

        flood("tasks-out");

        await().atMost(SampleClient.LIMIT).until(() -> pipeline.refused() > refusedBefore);
    }

    @Test
    void shouldStopAndStartASocket() {
        assertThat(control("sockets/notes-in/stop")).isEqualTo(200);
        assertThat(sockets.getSocket("notes-in").state()).isEqualTo(SocketState.STOPPED);

        assertThat(control("sockets/notes-in/start")).isEqualTo(200);
        assertThat(sockets.getSocket("notes-in").state()).isEqualTo(SocketState.OPEN);
    }

    @Test
    void shouldNameWhatThereIsWhenANameIsUnknown() {
        assertThat(client.post("/control/listeners/nobody/pause", "").statusCode())
                .isEqualTo(404);
        assertThat(client.post("/control/listeners/nobody/pause", "").body()).contains("market-all-listener");
        assertThat(client.post("/control/sockets/nobody/stop", "").body()).contains("market-out");
        assertThat(client.post("/control/sockets/words-in/flood", "").body()).contains("tasks-out");
    }

    /** Floods a socket once the flood of another test is over. */
    private void flood(String socket) {
        await().atMost(SampleClient.LIMIT).until(() -> control("sockets/" + socket + "/flood") == 200);
    }

    private int control(String action) {
        return client.post("/control/" + action, "").statusCode();
    }
}
