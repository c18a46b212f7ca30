package io.zmqspring.boot.test.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.test.ZmqTest;
import io.zmqspring.boot.test.ZmqTestPeer;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.template.ZmqClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** The slice and the peers, as a user has them. */
@ZmqTest(
        properties = {
            "zmq.sockets.orders-in.type=pull",
            "zmq.sockets.orders-in.bind=tcp://*:5555",
            "zmq.sockets.confirmations.type=push",
            "zmq.sockets.confirmations.connect=tcp://confirmations.example:5556",
            "zmq.sockets.prices-out.type=pub",
            "zmq.sockets.prices-out.bind=tcp://*:5557",
            "zmq.sockets.prices-in.type=sub",
            "zmq.sockets.prices-in.connect=tcp://prices.example:5558",
            "zmq.sockets.prices-in.topics=EUR",
            "zmq.sockets.echo.type=rep",
            "zmq.sockets.echo.bind=ipc:///tmp/zmq-test-echo",
            "zmq.requesters.asking.connect=tcp://answers.example:5559"
        })
@Timeout(60)
class ZmqTestTest {

    @Autowired
    private ZmqTestPeers peers;

    @Autowired
    private ZmqClient client;

    @Autowired
    private ObjectProvider<NotOurs> notOurs;

    @Autowired
    @Qualifier("orders-in") private RestartableSocket ordersIn;

    @Test
    void shouldMeetWithinTheProcess() {
        assertThat(ordersIn.bindings()).containsExactly("inproc://zmq-test/tcp/5555");
    }

    @Test
    void shouldHaveListenersAndNothingElseOfTheApplication() {
        assertThat(notOurs.getIfAvailable()).isNull();

        peers.of("orders-in").send(new Orders.Order("apples", 42));

        assertThat(peers.of("confirmations").receive(Orders.Confirmation.class))
                .isEqualTo(new Orders.Confirmation("42 apples"));
    }

    @Test
    void shouldCaptureWhatIsSentAndPublished() {
        ZmqTestPeer subscriber = peers.of("prices-out");
        client.to("prices-out").topic("EUR").body("1").send();
        client.to("prices-out").topic("CHF").body("2").send();

        assertThat(subscriber.receive(2, ZmqMessage.class))
                .isEqualTo(List.of(ZmqMessage.ofStrings("EUR", "1"), ZmqMessage.ofStrings("CHF", "2")));
        assertThat(subscriber.captured()).isEmpty();
    }

    @Test
    void shouldPublishOnceThereIsASubscription() {
        peers.of("prices-in").publish("EUR", "1.1");

        assertThat(client.from("prices-in").timeout(Duration.ofSeconds(10)).receive(String.class))
                .isEqualTo("1.1");
    }

    @Test
    void shouldRequestAndReply() {
        assertThat(peers.of("echo").request("hello", String.class)).isEqualTo("hello");

        ZmqTestPeer server = peers.of("asking");
        var reply = client.to("asking").body("question").requestAsync(String.class);
        assertThat(server.receive(String.class)).isEqualTo("question");
        server.send("answer");
        assertThat(reply).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("answer");
    }
}
