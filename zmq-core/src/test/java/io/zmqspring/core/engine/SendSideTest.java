package io.zmqspring.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.time.NanoClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SendSideTest {

    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int KIB = 1 << 10;

    private final BufferPool pool = new BufferPool(1 << 20);
    private final List<Runnable> later = new ArrayList<>();
    private final SendSide side =
            new SendSide("a socket", new Waiting(WaitStrategy.SPIN_THEN_PARK, NanoClock.SYSTEM), later::add);

    @Test
    void shouldServeAPeerThatCameBeforeWhatALostOneLeftWasPassedOn() {
        Pipe first = attach();
        assertThat(side.send(new byte[1], 0)).isTrue();
        Pipe second = attach();
        FrameQueue left = queue();
        new MessageWriter(left).write(new byte[1], true);

        side.keep(left);
        for (int i = 0; i < 9; i++) {
            assertThat(side.send(new byte[1], 0)).isTrue();
        }

        assertThat(side.leftCount()).isZero();
        assertThat(first.outgoing().size() + second.outgoing().size()).isEqualTo(11);
        assertThat(second.outgoing().size()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void shouldKeepWhatALostPeerLeftUntilThereIsAnother() {
        FrameQueue left = queue();
        MessageWriter writer = new MessageWriter(left);
        for (int i = 0; i < 3; i++) {
            writer.write(new byte[1], true);
        }
        side.keep(left);
        assertThat(side.leftCount()).isEqualTo(3);

        Pipe pipe = attach();
        later.forEach(Runnable::run);

        assertThat(side.leftCount()).isZero();
        assertThat(pipe.outgoing().size()).isEqualTo(3);
    }

    @Test
    void shouldTakeAllThatTheHighWaterMarkAllowsForAConnectionThatTakesNothing() {
        Pipe stuck = attach();
        stuck.outgoing().flusher((position, messages) -> false);

        for (int i = 0; i < 4 * KIB; i++) {
            assertThat(side.send(new byte[KIB], LONG_NS)).isTrue();
        }

        assertThat(stuck.outgoing().size()).isEqualTo(4 * KIB);
    }

    private Pipe attach() {
        Pipe pipe = new Pipe(queue(), queue(), true, false);
        side.attach(pipe);
        return pipe;
    }

    private FrameQueue queue() {
        return new FrameQueue(pool, 0, 64 << 20);
    }
}
