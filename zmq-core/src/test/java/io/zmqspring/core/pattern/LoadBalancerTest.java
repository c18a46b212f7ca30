package io.zmqspring.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoadBalancerTest {

    private static final int KIB = 1 << 10;

    private final LoadBalancer balancer = new LoadBalancer();
    private final List<Pipe> known = new ArrayList<>();

    @Test
    void shouldSendNothingWithoutPeers() {
        assertThat(send(balancer, new byte[1], false)).isNull();
        assertThat(balancer.mayHaveRoom()).isFalse();
    }

    @Test
    void shouldShareOutInTurnExactly() {
        List<Pipe> pipes = attach(3, 0);
        for (int i = 0; i < 30; i++) {
            assertThat(send(balancer, new byte[i], false)).isSameAs(pipes.get(i % 3));
        }
        assertThat(pipes).allSatisfy(pipe -> assertThat(pipe.outgoing().size()).isEqualTo(10));
    }

    @Test
    void shouldPassOverFullPeersUntilHalfTheirQueueIsFree() {
        List<Pipe> pipes = attach(2, 4);
        pipes.forEach(pipe -> pipe.outgoing().producer().signal(() -> balancer.activate(pipe)));
        for (int i = 0; i < 8; i++) {
            assertThat(send(balancer, new byte[1], false)).isNotNull();
        }
        assertThat(send(balancer, new byte[1], false)).isNull();
        assertThat(balancer.mayHaveRoom()).isFalse();

        MessageReader reader = Pipes.peerReader(pipes.get(1));
        take(reader, 1);
        assertThat(send(balancer, new byte[1], false)).isNull();
        take(reader, 1);
        assertThat(balancer.hasArrivals()).isTrue();

        assertThat(send(balancer, new byte[1], false)).isSameAs(pipes.get(1));
        assertThat(send(balancer, new byte[1], false)).isSameAs(pipes.get(1));
        assertThat(send(balancer, new byte[1], false)).isNull();
    }

    @Test
    void shouldLoseNothingWhilePeersFillAndDrain() {
        List<Pipe> pipes = attach(3, 5);
        pipes.forEach(pipe -> pipe.outgoing().producer().signal(() -> balancer.activate(pipe)));
        List<MessageReader> readers = pipes.stream().map(Pipes::peerReader).toList();
        int sent = 0;
        int received = 0;
        for (int round = 0; round < 2_000; round++) {
            while (send(balancer, new byte[] {(byte) sent}, false) != null) {
                sent++;
            }
            received += take(readers.get(round % 3), 1 + round % 5);
        }
        for (MessageReader reader : readers) {
            received += take(reader, 10);
        }
        assertThat(received).isEqualTo(sent).isGreaterThan(4_000);
    }

    @Test
    void shouldNotWriteToAClosedPeer() {
        List<Pipe> pipes = attach(2, 0);
        pipes.get(0).closeToSend();

        assertThat(send(balancer, new byte[1], false)).isSameAs(pipes.get(1));
        assertThat(send(balancer, new byte[1], false)).isSameAs(pipes.get(1));
        pipes.get(1).closeToSend();
        assertThat(send(balancer, new byte[1], false)).isNull();
        assertThat(pipes.get(0).outgoing().size()).isZero();
    }

    @Test
    void shouldKeepTheTurnOfTheOthersWhenAPeerIsRemoved() {
        for (int removed = 0; removed < 4; removed++) {
            for (int sentBefore = 0; sentBefore < 4; sentBefore++) {
                LoadBalancer each = new LoadBalancer();
                List<Pipe> pipes = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    pipes.add(Pipes.withMark(0));
                    known.add(pipes.get(i));
                    each.activate(pipes.get(i));
                }
                for (int i = 0; i < sentBefore; i++) {
                    send(each, new byte[1], false);
                }
                each.remove(pipes.get(removed));
                List<Pipe> expected = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Pipe next = pipes.get((sentBefore + i) % 4);
                    if (next != pipes.get(removed)) {
                        expected.add(next);
                    }
                }
                if (sentBefore > 0) {
                    List<Pipe> actual = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        actual.add(send(each, new byte[1], false));
                    }
                    assertThat(actual)
                            .as("removed %d after %d", removed, sentBefore)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void shouldForgetArrivalThatIsRemoved() {
        Pipe pipe = Pipes.withMark(0);
        balancer.activate(pipe);
        balancer.remove(pipe);

        assertThat(send(balancer, new byte[1], false)).isNull();
    }

    @Test
    void shouldLetTheSenderMakeRoomItself() {
        Pipe pipe = attach(1, 2).get(0);
        MessageReader reader = Pipes.peerReader(pipe);
        pipe.outgoing().senderAssist((position, messages) -> take(reader, 1) == 1);

        for (int i = 0; i < 20; i++) {
            assertThat(send(balancer, new byte[1], false)).isSameAs(pipe);
        }
        assertThat(pipe.outgoing().size()).isEqualTo(2);
    }

    @Test
    void shouldTakeMuchMemoryForAConnectionThatTakesNothingOnlyWhenItInsists() {
        Pipe stuck = attach(1, 0).get(0);
        stuck.outgoing().producer().signal(() -> balancer.activate(stuck));
        stuck.outgoing().senderAssist((position, messages) -> false);
        int sent = 0;
        while (send(balancer, new byte[KIB], false) != null) {
            sent++;
        }
        assertThat(sent).isBetween(500, 1_100);
        assertThat(send(balancer, new byte[KIB], false)).isNull();

        for (int i = 0; i < 2_000; i++) {
            assertThat(send(balancer, new byte[KIB], true)).isSameAs(stuck);
        }
        assertThat(stuck.outgoing().size()).isEqualTo(sent + 2_000);
    }

    @Test
    void shouldGoOnWithoutInsistingOnceLittleWaits() {
        Pipe pipe = attach(1, 3_000).get(0);
        pipe.outgoing().producer().signal(() -> balancer.activate(pipe));
        pipe.outgoing().senderAssist((position, messages) -> false);
        for (int i = 0; i < 2_000; i++) {
            assertThat(send(balancer, new byte[KIB], true)).isSameAs(pipe);
        }
        int capacity = pipe.outgoing().capacity();
        while (send(balancer, new byte[KIB], false) != null) {
            assertThat(pipe.outgoing().size()).isLessThanOrEqualTo(3_000);
        }
        MessageReader reader = Pipes.peerReader(pipe);

        while (!balancer.hasArrivals()) {
            assertThat(take(reader, 1)).isOne();
        }

        assertThat(pipe.outgoing().size()).isBetween(100L, 256L);
        assertThat(send(balancer, new byte[KIB], false)).isSameAs(pipe);
        assertThat(pipe.outgoing().capacity()).isLessThan(capacity);
        assertThat(take(reader, 1_000)).isGreaterThan(100);
        assertThat(pipe.outgoing().isEmpty()).isTrue();
    }

    @Test
    void shouldNotInsistOnAPeerThatIsGone() {
        Pipe stuck = attach(1, 0).get(0);
        stuck.outgoing().senderAssist((position, messages) -> false);
        while (send(balancer, new byte[KIB], false) != null) {
            assertThat(stuck.outgoing().size()).isLessThan(1_100);
        }
        balancer.remove(stuck);

        assertThat(send(balancer, new byte[KIB], true)).isNull();
    }

    @Test
    void shouldSendToASolePeerUntilAnotherArrives() {
        Pipe first = attach(1, 0).get(0);
        assertThat(balancer.sendToSole(new byte[1])).isNull();
        assertThat(send(balancer, new byte[1], false)).isSameAs(first);

        assertThat(balancer.sendToSole(new byte[1])).isSameAs(first.writer());
        Pipe second = attach(1, 0).get(0);
        assertThat(balancer.sendToSole(new byte[1])).isNull();

        assertThat(send(balancer, new byte[1], false)).isIn(first, second);
        assertThat(balancer.sendToSole(new byte[1])).isNull();
        balancer.remove(first);
        assertThat(send(balancer, new byte[1], false)).isSameAs(second);
        assertThat(balancer.sendToSole(new byte[1])).isSameAs(second.writer());
        balancer.remove(second);
        assertThat(balancer.sendToSole(new byte[1])).isNull();
    }

    private @Nullable Pipe send(LoadBalancer to, byte[] body, boolean mayGrow) {
        MessageWriter writer = to.route(body, mayGrow);
        for (Pipe pipe : known) {
            if (writer != null && pipe.writer() == writer) {
                return pipe;
            }
        }
        assertThat(writer).isNull();
        return null;
    }

    private List<Pipe> attach(int count, int mark) {
        List<Pipe> pipes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Pipe pipe = Pipes.withMark(mark);
            pipes.add(pipe);
            known.add(pipe);
            balancer.activate(pipe);
        }
        return pipes;
    }

    private static int take(MessageReader reader, int most) {
        int taken = 0;
        while (taken < most && reader.hasMessage()) {
            reader.takeBody();
            taken++;
            reader.queue().producer().wake();
        }
        return taken;
    }
}
