package io.zmqspring.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private static final int LARGE = 100_000;

    private FairQueue queue = new FairQueue();
    private final List<MessageWriter> writers = new ArrayList<>();
    private int signals;

    @Test
    void shouldFindNothingWithoutPeers() {
        assertThat(queue.next()).isNull();
        assertThat(queue.rest()).isNull();
    }

    @Test
    void shouldTakeOneMessageOfEachPeerInTurn() {
        attach(3);
        for (int peer = 0; peer < 3; peer++) {
            for (int i = 0; i < 5; i++) {
                write(peer);
            }
        }
        for (int i = 0; i < 15; i++) {
            assertThat(take()).isEqualTo(i % 3);
        }
        assertThat(queue.next()).isNull();
    }

    @Test
    void shouldNotLetABusyPeerHoldUpAnother() {
        attach(2);
        for (int i = 0; i < 100; i++) {
            write(0);
        }
        assertThat(take()).isZero();
        assertThat(take()).isZero();
        write(1);

        assertThat(List.of(take(), take())).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void shouldBeSignalledOnceAfterItRested() {
        attach(2);
        assertThat(queue.rest()).isNull();
        write(1);
        write(1);

        assertThat(signals).isOne();
        assertThat(queue.hasArrivals()).isTrue();
        assertThat(take()).isOne();
        assertThat(take()).isOne();
        assertThat(queue.rest()).isNull();
        write(1);
        assertThat(signals).isEqualTo(2);
    }

    @Test
    void shouldFindWhatASinglePeerSendsLaterWithoutBeingSignalled() {
        attach(1);
        assertThat(queue.next()).isNull();
        write(0);

        assertThat(signals).isZero();
        assertThat(take()).isZero();
    }

    @Test
    void shouldNotRestWhileThereIsAMessage() {
        attach(2);
        write(1);

        MessageReader reader = queue.rest();

        assertThat(reader).isNotNull();
        assertThat(reader.takeBody()).containsExactly(1);
    }

    @Test
    void shouldStayWithASolePeerUntilAnotherArrives() {
        attach(1);
        write(0);
        write(0);
        assertThat(take()).isZero();
        attach(1);
        write(1);

        assertThat(List.of(take(), take())).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void shouldPassOverAndCountWhatTheFilterDoesNotAccept() {
        AtomicInteger dropped = new AtomicInteger();
        queue = singleFrames((pipe, reason) -> dropped.incrementAndGet());
        attach(2);
        writeMultipart(0);
        write(1);
        writeMultipart(1);
        writeMultipart(1);
        write(0);

        assertThat(List.of(take(), take())).containsExactlyInAnyOrder(0, 1);
        assertThat(queue.next()).isNull();
        assertThat(dropped).hasValue(3);
        writeMultipart(0);
        assertThat(queue.rest()).isNull();
        assertThat(dropped).hasValue(4);
        write(0);
        assertThat(take()).isZero();
    }

    @Test
    void shouldPassOverWhatTheFilterDoesNotAcceptAlsoOfASolePeer() {
        AtomicInteger dropped = new AtomicInteger();
        queue = singleFrames((pipe, reason) -> dropped.incrementAndGet());
        Pipe pipe = attach(1).get(0);
        for (int i = 0; i < 100; i++) {
            write(0);
            writeMultipart(0);
            assertThat(take()).isZero();
        }
        assertThat(queue.next()).isNull();
        assertThat(dropped).hasValue(100);
        assertThat(pipe.incoming().isEmpty()).isTrue();
    }

    @Test
    void shouldMakeRoomForTheProducerByWhatItPassesOver() {
        queue = singleFrames(DropListener.NONE);
        Pipe pipe = attach(1, 2).get(0);
        AtomicInteger woken = new AtomicInteger();
        pipe.incoming().producer().signal(woken::incrementAndGet);
        writeMultipart(0);
        writeMultipart(0);
        assertThat(pipe.incoming().producer().waitBelow(0)).isTrue();

        assertThat(queue.next()).isNull();

        assertThat(woken).hasValue(1);
    }

    @Test
    void shouldTakeEveryMessageOnceWhateverComesWhen() {
        attach(5);
        Random random = new Random(4);
        int[] written = new int[5];
        int[] taken = new int[5];
        for (int i = 0; i < 50_000; i++) {
            if (random.nextBoolean()) {
                int peer = random.nextInt(5);
                write(peer);
                written[peer]++;
            } else {
                MessageReader reader = random.nextInt(3) == 0 ? queue.rest() : queue.next();
                if (reader != null) {
                    taken[reader.takeBody()[0]]++;
                    queue.taken();
                }
            }
        }
        for (MessageReader reader = queue.rest(); reader != null; reader = queue.rest()) {
            taken[reader.takeBody()[0]]++;
            queue.taken();
        }
        assertThat(taken).isEqualTo(written);
    }

    private static FairQueue singleFrames(DropListener drops) {
        return new FairQueue((pipe, reader) -> reader.isSingleFrame() ? null : "several frames", drops);
    }

    private List<Pipe> attach(int count) {
        return attach(count, 0);
    }

    private List<Pipe> attach(int count, int mark) {
        List<Pipe> pipes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Pipe pipe = Pipes.withMark(mark);
            pipes.add(pipe);
            writers.add(Pipes.peerWriter(pipe));
            pipe.incoming().consumer().signal(() -> {
                signals++;
                queue.activate(pipe);
            });
            pipe.incoming().consumer().resume();
            queue.activate(pipe);
        }
        return pipes;
    }

    private void write(int peer) {
        MessageWriter writer = writers.get(peer);
        assertThat(writer.write(new byte[] {(byte) peer}, true)).isTrue();
        writer.queue().consumer().wake();
    }

    private void writeMultipart(int peer) {
        MessageWriter writer = writers.get(peer);
        assertThat(writer.write(ZmqMessage.of(new byte[] {(byte) peer}, new byte[LARGE]), true))
                .isTrue();
        writer.queue().consumer().wake();
    }

    private int take() {
        MessageReader reader = queue.next();
        assertThat(reader).isNotNull();
        int peer = reader.takeBody()[0];
        queue.taken();
        return peer;
    }
}
