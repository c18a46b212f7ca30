package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PING and PONG (37/ZMTP, Connection Heartbeating), counted on their way by a relay. */
class HeartbeatTest {

    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SEVERAL = 6;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @ParameterizedTest
    @EnumSource(Library.class)
    void shouldAnswerThePingsOfThePeer(Library library) throws Exception {
        try (PairSocket ours = context.pair(Conversation.OPTIONS);
                Peer peer = library.open(SocketType.PAIR, INTERVAL)) {
            RecordedEvents events = RecordedEvents.of(ours);
            try (PingRelay relay = relayTo(peer, library, ours)) {
                talk(ours, peer);

                await().atMost(Limits.WAIT).until(() -> relay.pingsFromTarget() >= SEVERAL);
                await().atMost(Limits.WAIT).until(() -> relay.pongsToTarget() >= SEVERAL);

                talk(ours, peer);
                assertThat(events.ofKind(MonitorEvent.Disconnected.class)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void shouldPingThePeerAndStayConnected(Library library) throws Exception {
        SocketOptions options = Conversation.OPTIONS.toBuilder()
                .heartbeatInterval(INTERVAL)
                .heartbeatTimeout(PATIENCE)
                .heartbeatTtl(PATIENCE)
                .build();
        try (PairSocket ours = context.pair(options);
                Peer peer = library.open(SocketType.PAIR)) {
            RecordedEvents events = RecordedEvents.of(ours);
            try (PingRelay relay = relayTo(peer, library, ours)) {
                talk(ours, peer);

                await().atMost(Limits.WAIT).until(() -> relay.pingsToTarget() >= SEVERAL);
                await().atMost(Limits.WAIT).until(() -> relay.pongsFromTarget() >= SEVERAL);

                talk(ours, peer);
                assertThat(events.ofKind(MonitorEvent.Disconnected.class)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flow.class,
            names = {"PUSH_TO_PULL", "PULL_FROM_PUSH", "PAIR_WITH_PAIR", "DEALER_WITH_DEALER"})
    void shouldGiveUpAPeerThatIsStoppedAndTalkToItAgainWhenItGoesOn(Flow flow) {
        SocketOptions options = Conversation.OPTIONS.toBuilder()
                .heartbeatInterval(INTERVAL)
                .heartbeatTimeout(Duration.ofMillis(500))
                .build();
        Link link = new Link(Library.LIBZMQ, Link.Transport.TCP, Link.Role.WE_BIND);
        try (Conversation conversation = Conversation.begin(context, link, flow, options)) {
            conversation.exchange(1);
            LibzmqPeer peer = (LibzmqPeer) conversation.peer();

            peer.stop();
            await().atMost(Limits.WAIT)
                    .until(() -> !conversation
                            .events()
                            .ofKind(MonitorEvent.Disconnected.class)
                            .isEmpty());
            peer.proceed();

            conversation.awaitPeer();
            conversation.exchange(2);
            assertThat(conversation.events().ofKind(MonitorEvent.Disconnected.class))
                    .first()
                    .extracting(MonitorEvent.Disconnected::reason)
                    .asString()
                    .contains("no sign of life");
        }
    }

    /** Binds the peer and connects our side to it, by way of a relay. */
    private static PingRelay relayTo(Peer peer, Library library, PairSocket ours) {
        Rendezvous rendezvous = new Rendezvous(new Link(library, Link.Transport.TCP, Link.Role.WE_CONNECT));
        rendezvous.bind(ours, peer);
        PingRelay relay = new PingRelay(new InetSocketAddress("127.0.0.1", Rendezvous.port(rendezvous.ours())));
        ours.connect("tcp://127.0.0.1:" + relay.port());
        return relay;
    }

    private static void talk(PairSocket ours, Peer peer) {
        ZmqMessage message = Frames.message(3, 0, 300);
        assertThat(ours.send(message, Limits.WAIT)).as("sent").isTrue();
        assertThat(peer.receive()).isEqualTo(Frames.describe(message));
        peer.send(3, 0, 300);
        assertThat(ours.receiveMessage(Limits.WAIT)).isEqualTo(message);
    }
}
