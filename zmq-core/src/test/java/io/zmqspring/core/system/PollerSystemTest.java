package io.zmqspring.core.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.PollKey;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqPoller;
import io.zmqspring.core.ZmqPoller.Interest;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqUnroutableException;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.OverflowPolicy;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A poller over sockets: what it finds ready, and when. */
@Timeout(60)
class PollerSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final byte[] BODY = "message".getBytes(UTF_8);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqPoller poller = ZmqPoller.create();

    @AfterEach
    void close() {
        poller.close();
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://x"})
    void shouldReportASocketAsReadableUntilItsMessagesAreReceived(String where) {
        PullSocket pull = context.pull();
        PushSocket push = context.push();
        push.connect(pull.bind(where));
        PollKey key = poller.register(pull, Interest.READABLE);
        assertThat(poller.poll(Duration.ZERO)).isEmpty();

        push.send(BODY);
        push.send(BODY);

        for (int i = 0; i < 2; i++) {
            assertThat(poller.poll(PATIENCE)).containsExactly(key);
            assertThat(key).asString().contains(pull.toString(), "interest=[READABLE]", "readable=true", "valid=true");
            assertThat(key.isReadable()).isTrue();
            assertThat(key.isWritable()).isFalse();
            assertThat(pull.receive(PATIENCE)).isEqualTo(BODY);
        }
        assertThat(poller.poll(SHORT)).isEmpty();
        push.send(BODY);
        assertThat(poller.poll(PATIENCE)).containsExactly(key);
    }

    @Test
    void shouldWakeWhenAMessageArrivesForOneOfManySocketsOfSeveralContexts() {
        try (ZmqContext other = ZmqContext.create()) {
            List<PullSocket> pulls = new ArrayList<>();
            List<PushSocket> pushes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                PullSocket pull = (i % 2 == 0 ? context : other).pull();
                PushSocket push = context.push();
                push.connect(pull.bind("tcp://127.0.0.1:*"));
                poller.register(pull, Interest.READABLE).attach(i);
                pulls.add(pull);
                pushes.add(push);
            }
            for (int i = 39; i >= 0; i -= 3) {
                Calls.Running<List<PollKey>> waiting =
                        Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
                pushes.get(i).send(BODY);
                assertThat(waiting.result()).succeedsWithin(PATIENCE);
                List<PollKey> found = waiting.result().join();
                assertThat(found).hasSize(1);
                assertThat(found.get(0).attachment()).isEqualTo(i);
                assertThat(found.get(0).socket()).isSameAs(pulls.get(i));
                assertThat(pulls.get(i).tryReceive()).isEqualTo(BODY);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://x"})
    void shouldReportASenderAsWritableWhileAPeerHasRoom(String where) {
        SocketOptions few = SocketOptions.builder()
                .sendHwm(4)
                .receiveHwm(4)
                .sendBufferBytes(8192)
                .receiveBufferBytes(8192)
                .build();
        PushSocket push = context.push(few);
        PollKey key = poller.register(push, Interest.WRITABLE);
        assertThat(poller.poll(SHORT)).isEmpty();
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        PullSocket pull = context.pull(few);
        push.connect(pull.bind(where));
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of(key));
        assertThat(key.isWritable()).isTrue();

        byte[] large = new byte[60_000];
        while (!poller.poll(SHORT).isEmpty()) {
            assertThat(push.trySend(large)).isTrue();
        }
        waiting = Calls.start(() -> poller.poll(PATIENCE));
        while (!waiting.result().isDone()) {
            pull.receive(SHORT);
        }
        assertThat(waiting.result().join()).containsExactly(key);
        assertThat(push.trySend(large)).isTrue();
    }

    @Test
    void shouldKeepTheTurnsOfRequestAndReply() {
        RepSocket rep = context.rep();
        ReqSocket req = context.req();
        PollKey client = poller.register(req, Interest.READABLE, Interest.WRITABLE);
        PollKey server = poller.register(rep, Interest.READABLE, Interest.WRITABLE);
        req.connect(rep.bind("tcp://127.0.0.1:*"));
        for (int i = 0; i < 3; i++) {
            assertThat(poller.poll(PATIENCE)).containsExactly(client);
            assertThat(Set.of(client.isWritable(), client.isReadable())).containsExactlyInAnyOrder(true, false);
            assertThat(client.isWritable()).isTrue();
            req.send(BODY);

            assertThat(poller.poll(PATIENCE)).containsExactly(server);
            assertThat(server.isReadable()).isTrue();
            assertThat(server.isWritable()).isFalse();
            assertThat(rep.receive()).isEqualTo(BODY);

            assertThat(poller.poll(PATIENCE)).containsExactly(server);
            assertThat(server.isWritable()).isTrue();
            assertThat(server.isReadable()).isFalse();
            rep.send(BODY);

            assertThat(poller.poll(PATIENCE)).containsExactly(client);
            assertThat(client.isReadable()).isTrue();
            assertThat(client.isWritable()).isFalse();
            assertThat(req.receive()).isEqualTo(BODY);
        }
    }

    @Test
    void shouldReportAReplyThatCameAheadOfTheLook() {
        RouterSocket router = context.router();
        ReqSocket req = context.req();
        req.connect(router.bind("inproc://early"));
        PollKey client = poller.register(req, Interest.READABLE);
        assertThat(poller.poll(Duration.ZERO)).isEmpty();
        req.send(BODY);
        router.send(router.receiveMessage());
        assertThat(poller.poll(PATIENCE)).containsExactly(client);
        assertThat(req.tryReceive()).isEqualTo(BODY);
    }

    @Test
    void shouldWakeWhenAnotherThreadsReceiveChangesTheTurn() {
        RepSocket rep = context.rep();
        ReqSocket req = context.req();
        req.connect(rep.bind("inproc://turns"));
        PollKey server = poller.register(rep, Interest.WRITABLE);
        req.send(BODY);
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        assertThat(rep.receive(PATIENCE)).isEqualTo(BODY);
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of(server));
        server.cancel();
        rep.send(BODY);

        PollKey client = poller.register(req, Interest.WRITABLE);
        waiting = Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        assertThat(req.receive(PATIENCE)).isEqualTo(BODY);
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of(client));
    }

    @Test
    void shouldReportPublishersAndRoutersAsWritableAlways() {
        PollKey pub = poller.register(context.pub(), Interest.WRITABLE);
        PollKey router = poller.register(context.router(), Interest.WRITABLE);
        PollKey xsub = poller.register(context.xsub(), Interest.WRITABLE, Interest.READABLE);
        assertThat(poller.poll(Duration.ZERO)).containsExactlyInAnyOrder(pub, router, xsub);
        assertThat(xsub.isReadable()).isFalse();
    }

    @Test
    void shouldReportAMandatoryRouterAsWritableUntilAPeerIsFull() {
        RouterSocket router = context.router(
                SocketOptions.builder().routerMandatory(true).sendHwm(2).build());
        PollKey key = poller.register(router, Interest.WRITABLE);
        assertThat(poller.poll(SHORT)).isEmpty();
        DealerSocket dealer = context.dealer(
                SocketOptions.builder().receiveHwm(2).linger(Duration.ZERO).build());
        dealer.connect(router.bind("inproc://mandatory"));
        assertThat(poller.poll(PATIENCE)).containsExactly(key);

        dealer.send(BODY);
        byte[] id = router.receiveMessage().frame(0);
        while (router.trySend(id, BODY)) {
            assertThat(poller.poll(Duration.ZERO)).containsExactly(key);
        }
        assertThat(poller.poll(SHORT)).isEmpty();
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        while (!waiting.result().isDone()) {
            dealer.receive(SHORT);
        }
        assertThat(router.trySend(id, BODY)).isTrue();
        dealer.close();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThatExceptionOfType(ZmqUnroutableException.class)
                        .isThrownBy(() -> router.trySend(id, BODY)));
    }

    @Test
    void shouldReportABlockingPublisherAsWritableUntilASubscriberIsFull() {
        PubSocket pub = context.pub(SocketOptions.builder()
                .overflowPolicy(OverflowPolicy.BLOCK)
                .sendHwm(2)
                .build());
        var sub = context.sub(SocketOptions.builder().receiveHwm(2).build());
        sub.subscribe("");
        sub.connect(pub.bind("inproc://blocking"));
        assertThat(pub.awaitSubscription("", PATIENCE)).isTrue();
        PollKey key = poller.register(pub, Interest.WRITABLE);
        while (pub.trySend(BODY)) {
            assertThat(poller.poll(Duration.ZERO)).containsExactly(key);
        }
        assertThat(poller.poll(SHORT)).isEmpty();
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        while (!waiting.result().isDone()) {
            sub.receive(SHORT);
        }
        assertThat(waiting.result().join()).containsExactly(key);
        assertThat(pub.trySend(BODY)).isTrue();
    }

    @Test
    void shouldWaitForWhatIsWantedNow() {
        PullSocket pull = context.pull();
        PushSocket push = context.push();
        push.connect(pull.bind("inproc://interest"));
        PollKey in = poller.register(pull, Interest.READABLE);
        PollKey out = poller.register(push, Interest.WRITABLE);
        assertThat(poller.poll(PATIENCE)).containsExactly(out);
        out.interest(EnumSet.noneOf(Interest.class));
        assertThat(out.interest()).isEmpty();
        assertThat(poller.poll(SHORT)).isEmpty();
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        out.interest(EnumSet.of(Interest.WRITABLE));
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of(out));
        out.cancel();
        out.cancel();
        assertThat(out.isValid()).isFalse();
        assertThat(poller.size()).isEqualTo(1);
        assertThat(poller.poll(SHORT)).isEmpty();
        push.send(BODY);
        assertThat(poller.poll(PATIENCE)).containsExactly(in);
        in.cancel();
        assertThat(poller.poll(SHORT)).isEmpty();
        PollKey again = poller.register(pull, Interest.READABLE);
        assertThat(poller.poll(PATIENCE)).containsExactly(again);
    }

    @Test
    void shouldReportAgainWhatAnActionThatThrewHasNotSeen() {
        PollKey first = poller.register(context.pub(), Interest.WRITABLE);
        PollKey second = poller.register(context.pub(), Interest.WRITABLE);
        assertThatIllegalStateException()
                .isThrownBy(() -> poller.poll(PATIENCE, key -> {
                    throw new IllegalStateException("expected by this test");
                }));
        List<PollKey> found = new ArrayList<>();
        assertThat(poller.poll(PATIENCE, found::add)).isEqualTo(2);
        assertThat(found).containsExactlyInAnyOrder(first, second);
        assertThatIllegalStateException()
                .isThrownBy(() -> poller.poll(PATIENCE, key -> poller.poll(Duration.ZERO)))
                .withMessageContaining("one thread at a time polls");
        int shown = poller.poll(PATIENCE, key -> {
            first.cancel();
            second.cancel();
        });
        assertThat(shown).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatCanNeverBe() {
        PullSocket pull = context.pull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> poller.register(pull, Interest.WRITABLE))
                .withMessageContaining("a PULL socket is never WRITABLE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> poller.register(context.push(), Interest.READABLE))
                .withMessageContaining("a PUSH socket is never READABLE");
        assertThat(poller.size()).isZero();
        PollKey key = poller.register(pull, Interest.READABLE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> poller.register(pull, Interest.READABLE))
                .withMessageContaining("registered already");
        assertThatIllegalArgumentException().isThrownBy(() -> key.interest(EnumSet.of(Interest.WRITABLE)));
        assertThat(key.interest()).containsExactly(Interest.READABLE);
        assertThatIllegalArgumentException().isThrownBy(() -> poller.poll(Duration.ofMillis(-1)));
        PullSocket closed = context.pull();
        closed.close();
        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> poller.register(closed, Interest.READABLE))
                .withMessageContaining("the socket is closed");
    }

    @Test
    void shouldPollARestartableSocketFromOneStartToTheNextStop() {
        try (RestartableSocket in = RestartableSocket.of(
                SocketDefinition.of("in", SocketType.PULL).withBind("inproc://again"), () -> context)) {
            in.start();
            PushSocket push = context.push();
            push.connect("inproc://again");
            PollKey first = poller.register(in, Interest.READABLE);
            push.send(BODY);
            assertThat(poller.poll(PATIENCE)).containsExactly(first);
            in.stop();
            assertThat(poller.poll(PATIENCE)).containsExactly(first);
            assertThat(first.isClosed()).isTrue();
            assertThatExceptionOfType(ZmqClosedException.class)
                    .isThrownBy(() -> poller.register(in, Interest.READABLE));
            in.start();
            PollKey second = poller.register(in, Interest.READABLE);
            push.send(ZmqMessage.of(BODY));
            assertThat(poller.poll(PATIENCE)).containsExactly(second);
            assertThat(second.socket()).isSameAs(in);
        }
    }
}
