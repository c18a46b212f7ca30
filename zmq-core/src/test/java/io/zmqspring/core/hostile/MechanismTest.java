package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.SocketMechanisms;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorEvent.ConnectRetried;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.ToyMechanism;
import io.zmqspring.core.support.ToyMechanism.Style;
import io.zmqspring.core.support.ToyPeer;
import io.zmqspring.core.zmtp.mechanism.RefusedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mechanisms that wait, refuse, and do not fit. */
@Timeout(60)
class MechanismTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final ZmqContext context = ZmqContext.create();
    private final ZmqContext other = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
        other.close();
    }

    @Test
    void shouldReadTrafficThatWaitedForTheAuthenticator() {
        CompletableFuture<Runnable> asked = new CompletableFuture<>();
        PullSocket pull = SocketMechanisms.use(
                ToyMechanism.server((exchange, letIn) -> {
                    exchange.suspend();
                    asked.complete(() -> exchange.resume(letIn));
                }),
                context.pull());
        try (ToyPeer peer = ToyPeer.client(RawPeer.connect(pull.bind(ANY_PORT)))) {
            peer.raw().send(ToyPeer.initiate("PUSH"), peer.frame(0, ascii("at once")));
            assertThat(asked).succeedsWithin(PATIENCE);
            peer.raw().send(peer.frame(0, ascii("a little later")));
            assertThat(pull.counters().connections()).isZero();

            asked.join().run();
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("at once"));
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("a little later"));
        }
    }

    @Test
    void shouldGiveUpAPeerWhoseAuthenticatorNeverAnswers() {
        CompletableFuture<Runnable> asked = new CompletableFuture<>();
        PullSocket pull = SocketMechanisms.use(
                ToyMechanism.server((exchange, letIn) -> {
                    exchange.suspend();
                    asked.complete(() -> exchange.resume(letIn));
                }),
                context.pull(SocketOptions.builder()
                        .handshakeTimeout(Duration.ofMillis(300))
                        .build()));
        EventRecorder events = EventRecorder.of(pull);
        try (ToyPeer peer = ToyPeer.client(RawPeer.connect(pull.bind(ANY_PORT)))) {
            peer.raw().send(ToyPeer.initiate("PUSH"));
            assertThat(events.await(HandshakeFailed.class).reason()).contains("waits to be authenticated");
            assertThat(peer.raw().awaitEnd()).isTrue();
            asked.join().run();
            assertThat(pull.counters().handshakeFailures()).isEqualTo(1);
            assertThat(pull.counters().connections()).isZero();
        }
    }

    @Test
    void shouldSayInErrorWhyAPeerIsRefusedAndLetItTryAgain() {
        AtomicInteger times = new AtomicInteger();
        PullSocket pull = SocketMechanisms.use(
                ToyMechanism.server((exchange, letIn) -> {
                    if (times.incrementAndGet() == 1) {
                        throw new RefusedException("no such user", "400", false);
                    }
                    letIn.run();
                }),
                context.pull());
        EventRecorder ours = EventRecorder.of(pull);
        PushSocket push = SocketMechanisms.use(ToyMechanism.client(Style.STREAMING), other.push());
        EventRecorder theirs = EventRecorder.of(push);
        push.connect(pull.bind(ANY_PORT));
        push.send(ascii("second try"));

        assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("second try"));
        assertThat(ours.await(HandshakeFailed.class).reason()).isEqualTo("no such user");
        assertThat(theirs.await(HandshakeFailed.class).reason())
                .contains("ERROR")
                .contains("400");
        assertThat(pull.counters().protocolViolations()).isZero();
    }

    @Test
    void shouldNotConnectAgainWhenARefusalIsFinal() {
        PullSocket pull = SocketMechanisms.use(ToyMechanism.server(Style.STREAMING), context.pull());
        PushSocket push = SocketMechanisms.use(
                ToyMechanism.client((exchange, letIn) -> {
                    throw new RefusedException("not the server we trust", null, true);
                }),
                other.push());
        EventRecorder events = EventRecorder.of(push);
        push.connect(pull.bind(ANY_PORT));

        assertThat(events.await(HandshakeFailed.class).reason()).isEqualTo("not the server we trust");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> push.endpoints().get(0).state() == EndpointStatus.State.STOPPED);
        assertThat(push.endpoints().get(0).lastError()).isEqualTo("not the server we trust");
        assertThat(events.all(ConnectRetried.class)).isEmpty();
    }

    @Test
    void shouldRefuseAPeerOfAnotherMechanism() {
        PullSocket pull = SocketMechanisms.use(ToyMechanism.server(Style.STREAMING), context.pull());
        EventRecorder ours = EventRecorder.of(pull);
        PushSocket push = other.push();
        EventRecorder theirs = EventRecorder.of(push);
        push.connect(pull.bind(ANY_PORT));

        assertThat(ours.await(HandshakeFailed.class).reason())
                .contains("ours=TOY")
                .contains("peer's=NULL");
        theirs.await(HandshakeFailed.class);
        assertThat(pull.counters().protocolViolations()).isPositive();
    }
}
