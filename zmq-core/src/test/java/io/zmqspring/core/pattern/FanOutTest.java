package io.zmqspring.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.pipe.QueueSignal;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.MemoryAccount;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FanOutTest {

    private static final int LARGE = 100_000;

    private final BufferPool pool = new BufferPool(1 << 20);
    private final MemoryAccount bodies = new MemoryAccount(1 << 30);
    private final FanOut fanOut = new FanOut();
    private final List<Pipe> full = new ArrayList<>();

    private Pipe pipe(int mark) {
        return new Pipe(
                new FrameQueue(pool, bodies, mark, 64 << 20), new FrameQueue(pool, bodies, mark, 64 << 20), true, true);
    }

    private List<Pipe> pipes(int count, int mark) {
        List<Pipe> pipes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pipes.add(pipe(mark));
        }
        return pipes;
    }

    private void send(Object content, List<Pipe> to) {
        to.forEach(fanOut::add);
        fanOut.send(content, full::add);
        assertThat(fanOut.size()).isZero();
    }

    private static ZmqMessage take(Pipe pipe) {
        MessageReader reader = new MessageReader(pipe.outgoing());
        assertThat(reader.hasMessage()).isTrue();
        return reader.takeMessage();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 100})
    void shouldGiveEachPipeTheWholeMessage(int count) {
        List<Pipe> pipes = pipes(count, 0);
        ZmqMessage message = ZmqMessage.of(new byte[0], new byte[255], new byte[256], new byte[LARGE], new byte[] {1});

        send(message, pipes);
        send(new byte[] {2, 3}, pipes);
        send(new byte[LARGE], pipes);

        assertThat(pipes).allSatisfy(pipe -> {
            assertThat(take(pipe)).isEqualTo(message);
            assertThat(take(pipe).frame(0)).containsExactly(2, 3);
            assertThat(take(pipe).frame(0)).hasSize(LARGE);
            assertThat(pipe.outgoing().isEmpty()).isTrue();
        });
        assertThat(bodies.used()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, LARGE})
    void shouldTakeABufferFromItsPositionToItsLimit(int size) {
        List<Pipe> pipes = pipes(3, 0);
        ByteBuffer buffer = ByteBuffer.allocateDirect(size + 7);
        buffer.put(5, (byte) 42).position(5).limit(5 + size);

        send(buffer, pipes);

        assertThat(buffer.hasRemaining()).isFalse();
        assertThat(pipes).allSatisfy(pipe -> {
            byte[] body = take(pipe).frame(0);
            assertThat(body).hasSize(size).startsWith(42);
        });
    }

    @Test
    void shouldLeaveOutThePipesWithoutRoomAndNameThem() {
        List<Pipe> pipes = List.of(pipe(2), pipe(1), pipe(2));
        send(new byte[1], pipes);
        send(new byte[2], pipes);

        assertThat(full).containsExactly(pipes.get(1));
        assertThat(pipes).extracting(pipe -> pipe.outgoing().size()).containsExactly(2L, 1L, 2L);
    }

    @Test
    void shouldWriteToAllPipesOrToNoneWhenItMayNotDrop() {
        List<Pipe> pipes = List.of(pipe(2), pipe(1), pipe(2));
        AtomicInteger room = new AtomicInteger();
        pipes.get(1).outgoing().producer().signal(room::incrementAndGet);
        pipes.forEach(fanOut::add);
        assertThat(fanOut.sendToAllOrWait(new byte[1])).isTrue();
        pipes.forEach(fanOut::add);
        assertThat(fanOut.sendToAllOrWait(new byte[2])).isFalse();

        assertThat(pipes).extracting(pipe -> pipe.outgoing().size()).containsExactly(1L, 1L, 1L);
        take(pipes.get(1));
        pipes.get(1).outgoing().producer().wakeAfterRelease();
        assertThat(room).hasValue(1);
        pipes.forEach(fanOut::add);
        assertThat(fanOut.sendToAllOrWait(new byte[2])).isTrue();
    }

    @Test
    void shouldChargeALargeBodyOnceUntilTheLastPipeHasGivenItUp() {
        List<Pipe> pipes = pipes(4, 0);
        send(ZmqMessage.of(new byte[LARGE], new byte[LARGE]), pipes);
        assertThat(bodies.used()).isEqualTo(2 * LARGE);
        assertThat(pipes)
                .allSatisfy(pipe -> assertThat(pipe.outgoing().sizeBytes()).isGreaterThan(2 * LARGE));

        take(pipes.get(0));
        pipes.get(1).outgoing().abandon();
        pipes.get(2).outgoing().forget();
        assertThat(bodies.used()).isEqualTo(2 * LARGE);
        take(pipes.get(3));
        assertThat(bodies.used()).isZero();
    }

    @Test
    void shouldNotChargeForAPipeThatIsGivenUp() {
        List<Pipe> pipes = pipes(2, 0);
        pipes.get(0).outgoing().abandon();
        send(new byte[LARGE], pipes);
        take(pipes.get(1));
        assertThat(bodies.used()).isZero();
    }

    @Test
    void shouldGiveEachReceiverABodyOfItsOwn() {
        List<Pipe> pipes = pipes(2, 0);
        byte[] body = new byte[LARGE];
        send(body, pipes);
        body[0] = 1;
        MessageReader first = new MessageReader(pipes.get(0).outgoing());
        assertThat(first.hasMessage()).isTrue();
        byte[] taken = first.takeBody();
        assertThat(taken[0]).isZero();
        taken[0] = 2;
        assertThat(take(pipes.get(1)).frame(0)[0]).isZero();
    }

    @Test
    void shouldWakeEachRestingConsumerOnceAsOneOfMany() {
        List<Pipe> pipes = pipes(3, 0);
        AtomicInteger amongMany = new AtomicInteger();
        AtomicInteger alone = new AtomicInteger();
        for (Pipe pipe : pipes) {
            pipe.outgoing().consumer().signal(new QueueSignal() {
                @Override
                public void signalled() {
                    alone.incrementAndGet();
                }

                @Override
                public void signalledAmongMany() {
                    amongMany.incrementAndGet();
                }
            });
        }
        send(new byte[1], pipes);
        send(new byte[1], pipes);

        assertThat(amongMany).hasValue(3);
        assertThat(alone).hasValue(0);
    }

    @Test
    void shouldWriteBeyondTheMarkWhatNoMarkMayHoldUp() {
        Pipe pipe = new Pipe(new FrameQueue(pool, bodies, 1, 10), new FrameQueue(pool, bodies, 1, 10), true, true);
        EncodedMessage message = new EncodedMessage();
        for (int i = 0; i < 5_000; i++) {
            assertThat(pipe.requireWriter().writeBeyondMark(message.encode(1, new byte[300])))
                    .isTrue();
            message.clear();
        }
        assertThat(pipe.outgoing().size()).isEqualTo(5_000);
        assertThat(pipe.requireWriter().write(new byte[1], true)).isFalse();
        assertThat(take(pipe).frame(0)).hasSize(301).startsWith(1);
    }
}
