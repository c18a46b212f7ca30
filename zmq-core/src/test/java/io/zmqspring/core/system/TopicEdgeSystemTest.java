package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.XSubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which side filters messages, and what arrives around the beginning and the end of a subscription. */
@Timeout(60)
class TopicEdgeSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldPassOnWhatAnXSubHasNotSubscribedTo() {
        XSubSocket xsub = context.xsub();
        xsub.subscribe("a");
        try (RawPeer publisher = RawPeer.connect(xsub.bind("tcp://127.0.0.1:*")).handshake("PUB")) {
            publisher.send(Zmtp.message("b1"), Zmtp.message("a1"));
            assertThat(HealthyNeighbour.nextText(xsub)).isEqualTo("b1");
            assertThat(HealthyNeighbour.nextText(xsub)).isEqualTo("a1");
            assertThat(xsub.counters().dropped()).isZero();
        }
    }

    @Test
    void shouldDropWhatAnInvertedPublisherSendsToASubscriberThatDoesNotInvert() {
        PubSocket pub = context.pub(SocketOptions.builder().invertMatching(true).build());
        SubSocket sub = context.sub();
        sub.subscribe("a");
        sub.connect(pub.bind("tcp://127.0.0.1:*"));
        Awaitility.await().atMost(PATIENCE).until(() -> pub.topics() == 1);

        pub.send(ascii("a1"));
        pub.send(ascii("b1"));

        Awaitility.await().atMost(PATIENCE).until(() -> {
            assertThat(sub.tryReceive()).isNull();
            return sub.counters().dropped() == 1;
        });
    }

    @Test
    void shouldLoseWhatIsPublishedBeforeASubscriberBindsTheName() {
        PubSocket pub = context.pub();
        pub.connect("inproc://late");
        pub.send(ascii("early"));
        SubSocket sub = context.sub();
        sub.subscribe("");
        sub.bind("inproc://late");
        assertThat(pub.awaitSubscription("", PATIENCE)).isTrue();
        pub.send(ascii("late"));
        assertThat(HealthyNeighbour.nextText(sub)).isEqualTo("late");
        assertThat(pub.counters().dropped()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://cancelled"})
    void shouldReceiveACancellationOfEachTopicOfASubscriberThatDisconnects(String where) {
        XPubSocket xpub = context.xpub();
        String endpoint = xpub.bind(where);
        SubSocket sub = context.sub();
        sub.connect(endpoint);
        sub.subscribe("a");
        sub.subscribe("b");
        assertThat(Arrays.asList(next(xpub), next(xpub))).containsExactlyInAnyOrder("1a", "1b");

        sub.disconnect(endpoint);

        assertThat(Arrays.asList(next(xpub), next(xpub))).containsExactlyInAnyOrder("0a", "0b");
        assertThat(xpub.topics()).isZero();
        assertThat(sub.topics()).as("remembered for the next publisher").isEqualTo(2);
    }

    private static String next(XPubSocket xpub) {
        byte[] body = xpub.receive(PATIENCE);
        assertThat(body).as("a subscription or cancellation").isNotNull();
        return body[0] + Zmtp.text(Arrays.copyOfRange(body, 1, body.length));
    }
}
