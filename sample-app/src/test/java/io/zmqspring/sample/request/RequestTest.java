package io.zmqspring.sample.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.SampleTest;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** Two responders, of which either may be missing. */
@SampleTest
class RequestTest {

    @Autowired
    private SampleClient client;

    @Autowired
    private ZmqSocketRegistry sockets;

    @Autowired
    private ZmqListenerEndpointRegistry listeners;

    @Autowired
    @Qualifier("factors") private ZmqRequester requester;

    @BeforeEach
    @AfterEach
    void bothRespond() {
        for (String responder : List.of("responder-a", "responder-b")) {
            sockets.getSocket(responder).start();
            listeners.getListenerContainer(responder + "-listener").resume();
        }
        assertThat(requester.awaitPeers(2, SampleClient.LIMIT)).isTrue();
    }

    @Test
    void shouldAnswerFromBothResponders() {
        String answer = client.get("/factors/360");

        assertThat(JsonPath.<List<Integer>>read(answer, "$.factors")).containsExactly(2, 2, 2, 3, 3, 5);
        assertThat(responders(6)).containsExactlyInAnyOrder("here/a", "here/b");
    }

    @Test
    void shouldAskTheOtherResponderWhenOneHasGone() {
        RestartableSocket a = sockets.getSocket("responder-a");

        a.stop();

        assertThat(responders(4)).containsExactly("here/b");
        a.start();
        assertThat(requester.awaitPeers(2, SampleClient.LIMIT)).isTrue();
        assertThat(responders(6)).contains("here/a");
    }

    @Test
    void shouldAskTheOtherResponderWhenOneDoesNotAnswerInTime() {
        listeners.getListenerContainer("responder-b-listener").pause();
        long retriedBefore = requester.counters().retried();

        assertThat(responders(2)).containsExactly("here/a");
        assertThat(requester.counters().retried()).isGreaterThan(retriedBefore);
    }

    @Test
    void shouldSayThatNobodyHasAnsweredInTime() {
        listeners.getListenerContainer("responder-a-listener").pause();
        listeners.getListenerContainer("responder-b-listener").pause();

        assertThat(client.answer("/factors/12").statusCode()).isEqualTo(504);
    }

    @Test
    void shouldRefuseANumberThatIsOutOfRange() {
        assertThat(client.answer("/factors/1").statusCode()).isEqualTo(400);
        assertThat(client.answer("/factors/1").body()).contains("number=1", "1000000000000");
    }

    private Set<String> responders(int requests) {
        Set<String> responders = new HashSet<>();
        for (int i = 0; i < requests; i++) {
            responders.add(JsonPath.read(client.get("/factors/12"), "$.responder"));
        }
        return responders;
    }
}
