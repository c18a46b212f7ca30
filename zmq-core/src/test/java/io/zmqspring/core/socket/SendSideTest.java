package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.pattern.LoadBalancer;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.time.NanoClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SendSideTest {

    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int KIB = 1 << 10;

    private final BufferPool pool = new BufferPool(1 << 20);
    private final List<Runnable> later = new ArrayList<>();
    private final SendSide side = new SendSide(
            "a socket",
            new LoadBalancer(),
            new IdleStrategy(WaitStrategy.SPIN_THEN_PARK, NanoClock.SYSTEM),
            later::add,
            MemoryAccount.unlimited());

    @Test
    void shouldServeAPeerThatCameBeforeWhatALostOneLeftWasPassedOn() {
        Pipe first = attach();
        assertThat(side.send(new byte[1], 0)).isTrue();
        Pipe second = attach();
        FrameQueue orphan = queue();
        new MessageWriter(orphan).write(new byte[1], true);

        side.orphans().keep(orphan);
        for (int i = 0; i < 9; i++) {
            assertThat(side.send(new byte[1], 0)).isTrue();
        }

        assertThat(side.orphans().count()).isZero();
        assertThat(first.outgoing().size() + second.outgoing().size()).isEqualTo(11);
        assertThat(second.outgoing().size()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void shouldKeepWhatALostPeerLeftUntilThereIsAnother() {
        FrameQueue orphan = queue();
        MessageWriter writer = new MessageWriter(orphan);
        for (int i = 0; i < 3; i++) {
            writer.write(new byte[1], true);
        }
        side.orphans().keep(orphan);
        assertThat(side.orphans().count()).isEqualTo(3);

        Pipe pipe = attach();
        later.forEach(Runnable::run);

        assertThat(side.orphans().count()).isZero();
        assertThat(pipe.outgoing().size()).isEqualTo(3);
    }

    @Test
    void shouldTakeAllThatTheHighWaterMarkAllowsForAConnectionThatTakesNothing() {
        Pipe stuck = attach();
        stuck.outgoing().senderAssist((position, messages) -> false);

        for (int i = 0; i < 4 * KIB; i++) {
            assertThat(side.send(new byte[KIB], LONG_NS)).isTrue();
        }

        assertThat(stuck.outgoing().size()).isEqualTo(4 * KIB);
    }

    @Test
    void shouldPassOnWhatIsLeftInPiecesBetweenWhichOthersSend() throws Exception {
        final int count = 100_000;
        FrameQueue orphan = queue();
        MessageWriter writer = new MessageWriter(orphan);
        for (int i = 0; i < count; i++) {
            assertThat(writer.write(number(i), true)).isTrue();
        }
        Pipe pipe = attach();

        side.orphans().keep(orphan);
        assertThat(pipe.outgoing().size()).isBetween(1L, 64L);
        assertThat(later).hasSize(1);
        Calls.Running<Void> passing = Calls.start(() -> later.get(0).run());
        while (pipe.outgoing().size() < 1_000) {
            Thread.onSpinWait();
        }
        assertThat(side.send(number(-1), LONG_NS)).isTrue();
        assertThat(side.orphans().count()).isPositive();

        assertThat(passing.result()).succeedsWithin(Duration.ofSeconds(40));
        assertThat(side.orphans().count()).isZero();
        assertThat(numbers(pipe.outgoing()))
                .hasSize(count + 1)
                .filteredOn(n -> n >= 0)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldLoseAndRepeatNothingWhenLingerEndsWhileItPassesOn() throws Exception {
        final int count = 20_000;
        FrameQueue orphan = queue();
        MessageWriter writer = new MessageWriter(orphan);
        for (int i = 0; i < count; i++) {
            assertThat(writer.write(number(i), true)).isTrue();
        }
        Pipe pipe = attach();
        side.orphans().keep(orphan);
        Calls.Running<Void> passing = Calls.start(() -> later.get(0).run());
        while (pipe.outgoing().size() < 1_000) {
            Thread.onSpinWait();
        }

        side.close();
        side.orphans().endAfter(0);

        assertThat(passing.result()).succeedsWithin(Duration.ofSeconds(20));
        long atClose = side.orphans().count();
        assertThat(atClose).isPositive();
        List<Integer> passedOn = numbers(pipe.outgoing());
        assertThat(passedOn.size() + atClose).isEqualTo(count);
        assertThat(passedOn).isSorted().doesNotHaveDuplicates().startsWith(0);
        assertThat(numbers(orphan)).startsWith(passedOn.size());
    }

    @Test
    void shouldRefuseWhatIsLeftAfterTheClose() {
        FrameQueue orphan = queue();
        assertThat(new MessageWriter(orphan).write(new byte[1], true)).isTrue();

        side.close();
        assertThat(side.orphans().drop()).isZero();

        assertThat(side.orphans().keep(orphan)).isFalse();
        assertThat(side.orphans().count()).isZero();
        assertThat(side.orphans().adopt()).isNull();
    }

    @Test
    void shouldKeepWhatIsLeftWhenThereIsNoThreadToPassItOn() {
        Consumer<Runnable> noThread = task -> {
            throw new RejectedExecutionException("no thread");
        };
        SendSide without = new SendSide(
                "a socket",
                new LoadBalancer(),
                new IdleStrategy(WaitStrategy.PARK, NanoClock.SYSTEM),
                noThread,
                MemoryAccount.unlimited());
        FrameQueue orphan = queue();
        MessageWriter writer = new MessageWriter(orphan);
        for (int i = 0; i < 100; i++) {
            assertThat(writer.write(number(i), true)).isTrue();
        }
        Pipe pipe = new Pipe(queue(), queue(), true, false);
        without.attach(pipe);

        assertThat(without.orphans().keep(orphan)).isTrue();
        without.attach(new Pipe(queue(), queue(), true, false));

        assertThat(pipe.outgoing().size() + without.orphans().count()).isEqualTo(100);
    }

    @Test
    void shouldLeaveTheOrderWhenANewPeerAdoptsWhatNobodyHadRoomFor() {
        FrameQueue orphan = queue();
        MessageWriter writer = new MessageWriter(orphan);
        for (int i = 0; i < 5; i++) {
            assertThat(writer.write(number(i), true)).isTrue();
        }
        Pipe full = new Pipe(new FrameQueue(pool, 2, 1 << 20), queue(), true, false);
        side.attach(full);

        side.orphans().keep(orphan);
        assertThat(numbers(full.outgoing())).containsExactly(0, 1);
        FrameQueue adopted = side.orphans().adopt();

        assertThat(adopted).isSameAs(orphan);
        assertThat(numbers(orphan)).containsExactly(2, 3, 4);
        assertThat(side.orphans().count()).isZero();
    }

    @Test
    void shouldLetEverySenderThatWaitsGoOnWhenThereIsRoom() {
        final int senders = 8;
        Pipe pipe = new Pipe(new FrameQueue(pool, 2 * senders, 1 << 20), queue(), true, false);
        side.attach(pipe);
        for (int i = 0; i < 2 * senders; i++) {
            assertThat(side.send(number(i), 0)).isTrue();
        }
        List<Calls.Running<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            waiting.add(Calls.start(() -> side.send(new byte[4], LONG_NS)).awaitWaiting());
        }

        MessageReader reader = new MessageReader(pipe.outgoing());
        for (int i = 0; i < senders; i++) {
            assertThat(reader.hasMessage()).isTrue();
            reader.takeBody();
        }
        pipe.outgoing().producer().wakeAfterRelease();

        for (Calls.Running<Boolean> each : waiting) {
            assertThat(each.result()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        }
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static List<Integer> numbers(FrameQueue queue) {
        List<Integer> numbers = new ArrayList<>();
        MessageReader reader = new MessageReader(queue);
        while (reader.hasMessage()) {
            numbers.add(ByteBuffer.wrap(reader.takeBody()).getInt());
        }
        return numbers;
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
