package io.zmqspring.core.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RestartableSubscriberTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final PubSocket pub = context.pub();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUB", "XSUB"})
    void shouldSubscribeToTheTopicsOfItsDefinition(SocketType type) {
        String endpoint = pub.bind("tcp://127.0.0.1:*");
        RestartableSocket sub = socket(definition(type, endpoint).withTopics("EUR", "USD"));

        sub.start();

        assertThat(pub.awaitSubscription("EUR", LIMIT)).isTrue();
        assertThat(pub.awaitSubscription("USD", LIMIT)).isTrue();
        pub.send(ZmqMessage.ofStrings("GBP", "1.2"));
        pub.send(ZmqMessage.ofStrings("USD", "0.9"));
        assertThat(((TopicSubscriber) sub).receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("USD", "0.9"));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUB", "XSUB"})
    void shouldSubscribeAgainWhenItIsStartedAgain(SocketType type) {
        String endpoint = pub.bind("inproc://again");
        RestartableSocket socket = socket(definition(type, endpoint).withTopics("defined"));
        TopicSubscriber sub = (TopicSubscriber) socket;
        socket.start();
        sub.subscribe("kept");
        sub.subscribe("kept");
        sub.subscribe("cancelled");
        sub.unsubscribe("kept");
        sub.unsubscribe("cancelled");
        assertThat(pub.awaitSubscription("kept", LIMIT)).isTrue();
        await().atMost(LIMIT).until(() -> pub.topics() == 2);
        socket.stop();
        await().atMost(LIMIT).until(() -> pub.topics() == 0);

        socket.start();

        assertThat(pub.awaitSubscription("kept", LIMIT)).isTrue();
        assertThat(pub.awaitSubscription("defined", LIMIT)).isTrue();
        assertThat(sub.topics()).isEqualTo(2);
        assertThat(pub.topics()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUB", "XSUB"})
    void shouldRememberTopicsWhileItIsNotOpen(SocketType type) {
        String endpoint = pub.bind("inproc://later");
        RestartableSocket socket = socket(definition(type, endpoint));
        TopicSubscriber sub = (TopicSubscriber) socket;

        sub.subscribe("before");
        assertThat(socket.state()).isEqualTo(SocketState.NEW);
        socket.start();
        assertThat(pub.awaitSubscription("before", LIMIT)).isTrue();
        socket.stop();
        sub.subscribe("between");
        sub.unsubscribe("before");
        assertThat(socket.state()).isEqualTo(SocketState.STOPPED);
        socket.start();

        assertThat(pub.awaitSubscription("between", LIMIT)).isTrue();
        assertThat(sub.topics()).isOne();
    }

    @Test
    void shouldRefuseTopicsOfASocketThatDoesNotSubscribe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketDefinition.of("in", SocketType.PULL).withTopics("EUR"))
                .withMessage("topics are not for a PULL socket: topics=[EUR], allowed are [SUB, XSUB]");
    }

    @Test
    void shouldRefuseATopicThatIsTooLong() {
        RestartableSocket socket = socket(definition(SocketType.SUB, "inproc://nobody"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ((TopicSubscriber) socket).subscribe(new byte[65_527]))
                .withMessage("a topic is too long to subscribe to: bytes=65527, most=65526");
        ((TopicSubscriber) socket).subscribe(new byte[65_526]);
        socket.start();
        assertThat(((TopicSubscriber) socket).topics()).isOne();
    }

    @Test
    void shouldRefuseToSubscribeOnceClosed() {
        RestartableSocket socket = socket(definition(SocketType.SUB, "inproc://nobody"));
        socket.close();

        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> ((TopicSubscriber) socket).subscribe("EUR"));
    }

    private static SocketDefinition definition(SocketType type, String endpoint) {
        return SocketDefinition.of("it", type).withConnect(endpoint);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUB", "XSUB"})
    void shouldListItsTopicsWithoutBeingOpened(SocketType type) {
        RestartableSocket socket = socket(definition(type, "inproc://nowhere").withTopics("defined"));
        TopicSubscriber sub = (TopicSubscriber) socket;
        sub.subscribe("added");
        sub.subscribe("added");

        assertThat(sub.subscriptions(10)).containsExactlyInAnyOrder("defined".getBytes(UTF_8), "added".getBytes(UTF_8));
        assertThat(sub.subscriptions(1)).hasSize(1);
        assertThat(sub.topics()).isEqualTo(2);
        assertThat(socket.state()).isEqualTo(SocketState.NEW);

        socket.start();
        assertThat(sub.subscriptions(10)).hasSize(2);
        socket.stop();
        assertThat(sub.subscriptions(10)).hasSize(2);
        assertThat(sub.topics()).isEqualTo(2);
    }

    @Test
    void shouldCountNoTopicsOfAPublisherThatIsNotOpen() {
        RestartableSocket socket =
                socket(SocketDefinition.of("pub", SocketType.PUB).withBind("inproc://nowhere"));

        assertThat(((PubSocket) socket).topics()).isZero();
        assertThat(socket.state()).isEqualTo(SocketState.NEW);
    }

    private RestartableSocket socket(SocketDefinition definition) {
        return RestartableSocket.of(definition, () -> context);
    }
}
