package io.zmqspring.sample.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.TopicPublisher;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.SampleTest;
import io.zmqspring.socket.NamedProxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** Speakers and listeners that know the bus only. */
@SampleTest
class BusTest {

    @Autowired
    private SampleClient client;

    @Autowired
    private NoteListener listener;

    @Autowired
    @Qualifier("bus") private NamedProxy bus;

    @Autowired
    @Qualifier("notes-out") private PubSocket notesOut;

    @BeforeEach
    void awaitSubscription() {
        assertThat(notesOut.awaitSubscription("", SampleClient.LIMIT)).isTrue();
    }

    @Test
    void shouldCarryANoteFromSpeakerToListener() {
        assertThat(client.post("/bus/lunch", "soup today").statusCode()).isEqualTo(202);

        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(listener.latest()).contains("lunch: soup today (here)"));
        assertThat(client.get("/bus")).contains("soup today");
    }

    @Test
    void shouldCarryNotesToAndFromPeersOutside() {
        try (ZmqContext outside = ZmqContext.create();
                SubSocket sub = outside.sub();
                PubSocket pub = outside.pub()) {
            sub.subscribe("weather");
            sub.connect(tcp(bus.backend()));
            pub.connect(tcp(bus.frontend()));
            assertThat(pub.awaitSubscription("weather", SampleClient.LIMIT)).isTrue();
            await().atMost(SampleClient.LIMIT).until(() -> ((TopicPublisher) bus.backend()).topics() == 2);

            client.post("/bus/weather", "rain");
            ZmqMessage received = sub.receiveMessage(SampleClient.LIMIT);
            pub.send(ZmqMessage.ofStrings("weather", "{\"from\":\"outside\",\"text\":\"sun\"}"));

            assertThat(received).isNotNull();
            assertThat(new String(received.frame(1), StandardCharsets.UTF_8)).contains("rain");
            await().atMost(SampleClient.LIMIT)
                    .untilAsserted(() -> assertThat(listener.latest()).contains("weather: sun (outside)"));
        }
    }

    private static String tcp(RestartableSocket socket) {
        return socket.endpoints().stream()
                .map(endpoint -> endpoint.endpoint())
                .filter(endpoint -> endpoint.startsWith("tcp://"))
                .findFirst()
                .orElseThrow();
    }
}
