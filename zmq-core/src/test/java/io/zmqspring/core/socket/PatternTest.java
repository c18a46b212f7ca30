package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.pattern.ReceivePolicy;
import io.zmqspring.core.pattern.SendPolicy;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.zmtp.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What rules of types that are to come ask of the two halves of a socket, shown by three small ones. */
@Timeout(60)
class PatternTest {

    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BufferPool pool = new BufferPool(1 << 20);

    /** Every peer that has room gets the message if it begins with a byte the peer has subscribed to; nobody waits. */
    private static final class FanOut extends SendPolicy {

        private final Map<Pipe, Byte> subscribers = new LinkedHashMap<>();
        private int dropped;

        @Override
        protected @Nullable MessageWriter choose(Object content, boolean mayGrow) {
            subscribers.forEach((pipe, topic) -> {
                if (((byte[]) content)[0] == topic) {
                    MessageWriter writer = pipe.requireWriter();
                    if (writer.write(content, true)) {
                        writer.consumer().wake();
                    } else {
                        dropped++;
                    }
                }
            });
            return NOBODY;
        }

        @Override
        public void activate(Pipe pipe) {
            // It looks at every peer each time.
        }

        @Override
        public void onCommand(Pipe pipe, Command command) {
            if (command.is("SUBSCRIBE")) {
                subscribers.put(pipe, command.data()[0]);
            }
        }

        @Override
        public void disconnected(Pipe pipe) {
            subscribers.remove(pipe);
        }
    }

    /** The first byte of a message is the id of its peer. */
    private static final class ById extends SendPolicy {

        private final Map<Byte, Pipe> peers = new HashMap<>();

        @Override
        protected @Nullable MessageWriter choose(Object content, boolean mayGrow) {
            Pipe pipe = peers.get(((byte[]) content)[0]);
            if (pipe == null) {
                throw new IllegalArgumentException("no such peer");
            }
            return pipe.writeOrWait(content, mayGrow) ? pipe.writer() : null;
        }

        @Override
        public @Nullable String connected(Pipe pipe) {
            ZmqPeer peer = pipe.peer();
            assertThat(peer).isNotNull();
            return peers.putIfAbsent(peer.routingId().bytes()[0], pipe) == null ? null : "id in use";
        }

        @Override
        public void disconnected(Pipe pipe) {
            peers.values().remove(pipe);
        }

        @Override
        public boolean sharesRoom() {
            return false;
        }
    }

    /** Takes what peers send where it arrives. */
    private static final class Upstream extends ReceivePolicy {

        private final List<String> taken = new CopyOnWriteArrayList<>();

        @Override
        public void activate(Pipe pipe) {
            MessageReader reader = pipe.requireReader();
            do {
                while (reader.hasMessage()) {
                    taken.add(Thread.currentThread().getName() + ":" + reader.takeBody()[0]);
                }
            } while (!pipe.rest());
        }

        @Override
        protected @Nullable MessageReader choose() {
            return null;
        }

        @Override
        protected @Nullable MessageReader chooseOrRest() {
            return null;
        }

        @Override
        protected void advance() {}
    }

    private static IdleStrategy waiting() {
        return new IdleStrategy(WaitStrategy.SPIN_THEN_PARK, NanoClock.SYSTEM);
    }

    private SendSide sending(SendPolicy policy) {
        return new SendSide("a socket", policy, waiting(), Runnable::run, MemoryAccount.unlimited());
    }

    @Test
    void shouldSendToManyPeersAndWakeEach() {
        SendSide side = sending(new FanOut());
        AtomicInteger woken = new AtomicInteger();
        List<Pipe> pipes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Pipe pipe = attach(side, 0);
            pipe.outgoing().consumer().signal(woken::incrementAndGet);
            side.onCommand(pipe, new Command("SUBSCRIBE", new byte[] {(byte) (i % 2)}));
            pipes.add(pipe);
        }

        assertThat(side.send(new byte[] {0}, LONG_NS)).isTrue();
        assertThat(side.send(new byte[] {1}, LONG_NS)).isTrue();
        side.disconnected(pipes.get(0));
        assertThat(side.send(new byte[] {0}, LONG_NS)).isTrue();

        assertThat(pipes).extracting(pipe -> pipe.outgoing().size()).containsExactly(1L, 1L, 2L);
        assertThat(woken).hasValue(3);
        assertThat(side.sent()).isEqualTo(3);
    }

    @Test
    void shouldNotWaitForAPeerWithoutRoomWhenTheRuleDropsTheMessage() {
        FanOut rule = new FanOut();
        SendSide side = sending(rule);
        assertThat(side.send(new byte[] {0}, LONG_NS)).isTrue();
        Pipe pipe = attach(side, 2);
        side.onCommand(pipe, new Command("SUBSCRIBE", new byte[] {0}));

        for (int i = 0; i < 5; i++) {
            assertThat(side.send(new byte[] {0}, LONG_NS)).isTrue();
        }

        assertThat(pipe.outgoing().size()).isEqualTo(2);
        assertThat(rule.dropped).isEqualTo(3);
    }

    @Test
    void shouldThrowWhatTheRuleRefusesWithAndGoOn() {
        SendSide side = sending(new ById());
        Pipe pipe = attach(side, 0);
        assertThat(connected(side, pipe, 7)).isNull();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> side.send(new byte[] {8}, LONG_NS))
                .withMessage("no such peer");
        assertThat(side.send(new byte[] {7}, LONG_NS)).isTrue();
        assertThat(pipe.outgoing().size()).isOne();
    }

    @Test
    void shouldRefuseAPeerThatTheRuleRefusesAndTakeItOnceTheOtherHasGone() {
        SendSide side = sending(new ById());
        Pipe first = attach(side, 0);
        Pipe second = attach(side, 0);
        assertThat(connected(side, first, 7)).isNull();

        assertThat(connected(side, second, 7)).isEqualTo("id in use");
        side.disconnected(second);
        assertThat(side.send(new byte[] {7}, 0)).isTrue();
        side.disconnected(first);
        assertThat(connected(side, second, 7)).isNull();
        assertThat(side.send(new byte[] {7}, 0)).isTrue();

        assertThat(first.outgoing().size()).isOne();
        assertThat(second.outgoing().size()).isOne();
    }

    @Test
    void shouldWakeTheSenderWhosePeerHasRoomAlsoWhenAnotherCameFirst() {
        SendSide side = sending(new ById());
        Pipe[] pipes = {attach(side, 1), attach(side, 1)};
        for (int id = 0; id < 2; id++) {
            assertThat(connected(side, pipes[id], id)).isNull();
            assertThat(side.send(new byte[] {(byte) id}, 0)).isTrue();
        }
        Calls.Running<Boolean> first =
                Calls.start(() -> side.send(new byte[] {0}, LONG_NS)).awaitWaiting();
        Calls.Running<Boolean> second =
                Calls.start(() -> side.send(new byte[] {1}, LONG_NS)).awaitWaiting();
        // Each looks once more by itself after 10 ms, and then only when it is woken.
        Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);

        take(pipes[1]);
        assertThat(second.result()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        assertThat(first.result()).isNotDone();
        take(pipes[0]);
        assertThat(first.result()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    @Test
    void shouldNotKeepForOthersWhatWasForOnePeer() {
        SendSide side = sending(new ById());
        FrameQueue left = queue(0);
        new MessageWriter(left).write(new byte[1], true);

        assertThat(side.orphans().keep(left)).isFalse();
        assertThat(side.orphans().count()).isZero();
        assertThat(side.orphans().adopt()).isNull();
    }

    @Test
    void shouldLetTheRuleTakeMessagesOnTheThreadThatBringsThem() {
        Upstream rule = new Upstream();
        ReceiveSide side = new ReceiveSide("a socket", rule, waiting(), () -> null);
        Pipe pipe = new Pipe(queue(0), queue(0), true, true);
        side.attach(pipe);
        MessageWriter writer = new MessageWriter(pipe.incoming());
        Calls.Running<Void> bringing = Calls.start(() -> {
            Thread.currentThread().setName("bringing");
            for (int i = 0; i < 3; i++) {
                assertThat(writer.write(new byte[] {(byte) i}, true)).isTrue();
                pipe.incoming().consumer().wakeAfterPublish();
            }
        });

        assertThat(bringing.result()).succeedsWithin(PATIENCE);
        assertThat(rule.taken).containsExactly("bringing:0", "bringing:1", "bringing:2");
        assertThat(pipe.incoming().isEmpty()).isTrue();
    }

    private static @Nullable String connected(SendSide side, Pipe pipe, int id) {
        pipe.peer(new ZmqPeer(
                SocketType.PAIR, "3.1", Map.of("Identity", new byte[] {(byte) id}), "tcp://here", "tcp://there"));
        return side.connected(pipe);
    }

    private static void take(Pipe pipe) {
        MessageReader reader = new MessageReader(pipe.outgoing());
        assertThat(reader.hasMessage()).isTrue();
        reader.takeBody();
        pipe.outgoing().producer().wakeAfterRelease();
    }

    private Pipe attach(SendSide side, int mark) {
        Pipe pipe = new Pipe(queue(mark), queue(0), true, false);
        side.attach(pipe);
        return pipe;
    }

    private FrameQueue queue(int mark) {
        return new FrameQueue(pool, mark, 64 << 20);
    }
}
