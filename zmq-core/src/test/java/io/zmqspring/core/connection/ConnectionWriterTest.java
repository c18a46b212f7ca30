package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.loop.HandTurnedLoop;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.SpinLock;
import io.zmqspring.core.support.MemorySocket;
import io.zmqspring.core.support.ToyCodec;
import io.zmqspring.core.support.Zmtp;
import io.zmqspring.core.zmtp.FrameEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The sender, the loop and a channel that takes little, with a clock turned by hand and no second thread. */
class ConnectionWriterTest {

    private static final byte[] PING = Zmtp.ping(0, new byte[0]);

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final MemorySocket socket = MemorySocket.connected();
    private final FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 1000, 1 << 20);
    private final MessageWriter sender = new MessageWriter(queue);
    private final Connected connected = new Connected();
    private final ConnectionWriter writer = new ConnectionWriter(loop.loop(), socket, connected);

    @AfterEach
    void close() {
        loop.run(writer::close);
        loop.close();
    }

    @Nested
    class ASender {

        @Test
        void shouldWriteByItselfWhenNothingElseIsUnderWay() {
            open(null);
            send("at once");
            assertThat(sent()).isEqualTo(Zmtp.message("at once"));
        }

        @Test
        void shouldLeaveAStreamToTheLoop() {
            open(null);
            send("first");
            loop.clock().turn(2_000);
            send("second");
            assertThat(sent()).isEqualTo(Zmtp.message("first"));
            send("third");
            loop.settle();
            assertThat(sent()).isEqualTo(Zmtp.join(Zmtp.message("second"), Zmtp.message("third")));
            assertThat(socket.writes()).isEqualTo(2);
        }

        @Test
        void shouldHaveEachLookWriteOnceWhatItPublishesMeanwhile() {
            open(null);
            send("first");
            send("second");
            sent();
            socket.whenWritten(() -> send("more"));
            for (int look = 1; look <= 3; look++) {
                loop.settle();
                assertThat(sent()).isEqualTo(Zmtp.message(look == 1 ? "second" : "more"));
            }
            socket.whenWritten(() -> {});
        }

        @Test
        void shouldHaveALookGoOnWhileThereIsMuchToWrite() {
            open(null);
            send("first");
            byte[] much = new byte[70_000];
            int[] left = {5};
            socket.whenWritten(() -> {
                if (left[0]-- > 0) {
                    sender.write(much, true);
                }
            });
            send("second");
            loop.settle();
            assertThat(writer.isDrained()).isTrue();
        }

        @Test
        void shouldNotLeaveACommandBehindThatCameWhileItWrote() {
            open(null);
            boolean[] queued = new boolean[1];
            socket.whenWritten(() -> {
                if (!queued[0]) {
                    queued[0] = true;
                    loop.run(() -> writer.command(PING));
                }
            });
            send("first");
            loop.settle();
            assertThat(sent()).isEqualTo(Zmtp.join(Zmtp.message("first"), PING));
            assertThat(writer.hasUnsentCommands()).isFalse();
        }

        @Test
        void shouldWriteByItselfAgainTwoMicrosecondsLater() {
            open(null);
            send("first");
            loop.clock().turn(2_001);
            send("second");
            assertThat(sent()).isEqualTo(Zmtp.join(Zmtp.message("first"), Zmtp.message("second")));
        }

        @Test
        @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
        void shouldNotKeepTheLoopWaitingForItsLock() {
            SpinLock lock = new SpinLock();
            queue.consumer().producerLock(lock);
            open(null);
            send("first");
            send("second");
            lock.lock();
            lookUntilAtRest();
            assertThat(sent()).isEqualTo(Zmtp.join(Zmtp.message("first"), Zmtp.message("second")));
            assertThat(queue.consumer().isResting())
                    .as("behind a lock that is taken")
                    .isFalse();
            assertThat(queue.consumer().mayRest()).isFalse();

            lock.unlock();
            lookUntilAtRest();
            assertThat(queue.consumer().isResting()).isTrue();
            assertThat(queue.consumer().mayRest()).isTrue();
        }

        private void lookUntilAtRest() {
            for (int look = 0; look < 10; look++) {
                loop.settle();
            }
        }

        @Test
        void shouldOnlyQueueBeforeTheConnectionIsOpen() {
            send("early");
            assertThat(socket.writes()).isZero();
            open(null);
            assertThat(sent()).isEqualTo(Zmtp.message("early"));
        }
    }

    @Nested
    class AChannelThatTakesNoMore {

        @Test
        void shouldBeWrittenToAgainOnlyWhenItTakesBytes() {
            open(null);
            socket.peerTakes(3);
            send("first");
            assertThat(writer.isFlowing()).isFalse();
            loop.settle();
            assertThat(connected.blocked).isOne();
            int writes = socket.writes();
            loop.clock().turn(Duration.ofSeconds(1));
            send("second");
            loop.settle();
            assertThat(socket.writes()).isEqualTo(writes);

            socket.peerTakes(2);
            loop.run(writer::onWritable);
            assertThat(connected.blocked).isEqualTo(2);
            socket.peerTakesEverything();
            loop.run(writer::onWritable);
            assertThat(sent()).isEqualTo(Zmtp.join(Zmtp.message("first"), Zmtp.message("second")));
            assertThat(writer.isDrained()).isTrue();
        }

        @Test
        void shouldCountAsFlowingFromTheMomentItTakesBytesAgain() {
            open(null);
            loop.clock().turn(10);
            assertThat(writer.flowingNs()).isEqualTo(10);
            socket.peerTakes(3);
            send("first");
            loop.clock().turn(100);
            assertThat(writer.flowingNs()).isZero();

            socket.peerTakesEverything();
            loop.run(writer::onWritable);
            loop.clock().turn(7);
            assertThat(writer.flowingNs()).isEqualTo(7);
        }

        @Test
        void shouldGetACommandBetweenTwoMessages() {
            open(null);
            socket.peerTakes(3);
            send("first");
            send("second");
            loop.run(() -> writer.command(PING));
            assertThat(writer.hasUnsentCommands()).isTrue();

            socket.peerTakesEverything();
            loop.run(writer::onWritable);
            assertThat(sent()).isEqualTo(Zmtp.join(Zmtp.message("first"), PING, Zmtp.message("second")));
        }

        @Test
        void shouldGetTheRestOfACommandBeforeAnythingElse() {
            open(null);
            socket.peerTakes(2);
            loop.run(() -> writer.command(PING));
            send("behind it");
            socket.peerTakesEverything();
            loop.run(writer::onWritable);
            assertThat(sent()).isEqualTo(Zmtp.join(PING, Zmtp.message("behind it")));
        }

        @Test
        void shouldGetEncodedFramesWhole() {
            open(ToyCodec.streaming(5, 5).encoder());
            socket.peerTakes(7);
            send("first");
            send("second");
            loop.run(() -> writer.command(PING));
            socket.peerTakes(9);
            loop.run(writer::onWritable);
            socket.peerTakesEverything();
            loop.run(writer::onWritable);
            byte[] all = sent();
            FrameEncoder same = ToyCodec.streaming(5, 5).encoder();
            byte[] first = ToyCodec.encode(same, 0, Zmtp.ascii("first"));
            assertThat(all).startsWith(first);
            assertThat(all)
                    .hasSize(Zmtp.join(first, ToyCodec.encode(same, 0, Zmtp.ascii("second"))).length
                            + PING.length
                            + ToyCodec.OVERHEAD);
        }
    }

    @Nested
    class Draining {

        @Test
        void shouldBeReportedOnceWhenNothingIsQueued() {
            open(null);
            loop.run(writer::notifyWhenDrained);
            assertThat(connected.drained).isOne();
        }

        @Test
        void shouldBeReportedWhenTheLastByteIsWritten() {
            open(null);
            socket.peerTakes(3);
            send("first");
            loop.run(writer::notifyWhenDrained);
            assertThat(connected.drained).isZero();
            socket.peerTakesEverything();
            loop.run(writer::onWritable);
            assertThat(connected.drained).isOne();
            assertThat(sent()).isEqualTo(Zmtp.message("first"));
        }
    }

    @Nested
    class TheEnd {

        @Test
        void shouldBeReportedOnTheLoopWhenAWriteFails() {
            open(null);
            socket.peerResets();
            send("lost");
            assertThat(connected.failures).isEmpty();
            loop.settle();
            assertThat(connected.failures).singleElement().isInstanceOf(IOException.class);
            int writes = socket.writes();
            loop.clock().turn(Duration.ofSeconds(1));
            send("more");
            loop.settle();
            assertThat(socket.writes()).isEqualTo(writes);
        }

        @Test
        void shouldBeReportedOnTheLoopWhenAWriteOfASenderEndsInAnError() {
            open(null);
            Error noMemory = new OutOfMemoryError("no direct memory");
            socket.whenWritten(() -> {
                throw noMemory;
            });
            send("the sender goes on");
            assertThat(connected.failures).isEmpty();
            loop.settle();
            assertThat(connected.failures).containsExactly(noMemory);
        }

        @Test
        void shouldWakeSendersAtTheNextLookWhenThereWasNoMemoryToWakeThem() {
            open(null);
            socket.peerTakes(0);
            send("waits");
            int[] calls = new int[1];
            queue.producer().signal(() -> {
                if (++calls[0] == 1) {
                    throw new OutOfMemoryError("no heap");
                }
            });
            assertThat(queue.producer().waitBelow(0)).isTrue();
            socket.peerTakesEverything();
            loop.run(writer::onWritable);
            loop.settle();
            assertThat(calls[0]).isEqualTo(2);
            assertThat(queue.producer().isWaiting()).isFalse();
        }

        @Test
        void shouldSayWhetherAMessageIsCut() {
            open(null);
            socket.peerTakes(3);
            send("first");
            assertThat(writer.close()).isTrue();
        }

        @Test
        void shouldSayThatNoMessageIsCutBetweenTwo() {
            open(null);
            send("first");
            assertThat(writer.close()).isFalse();
            loop.clock().turn(Duration.ofSeconds(1));
            send("second");
            loop.settle();
            assertThat(sent()).isEqualTo(Zmtp.message("first"));
        }
    }

    private void open(@Nullable FrameEncoder encoder) {
        loop.run(() -> writer.open(queue, encoder, null));
    }

    private void send(String body) {
        assertThat(sender.write(ZmqMessage.of(Zmtp.ascii(body)), true)).isTrue();
        queue.consumer().wakeAfterPublish();
    }

    private byte[] sent() {
        return socket.takeSent();
    }

    /** The connection: keeps the calls it gets. */
    private static final class Connected implements WriteListener {

        private final List<Throwable> failures = new ArrayList<>();
        private int blocked;
        private int drained;

        @Override
        public void onBlocked() {
            blocked++;
        }

        @Override
        public void onWriteFailed(Throwable cause) {
            failures.add(cause);
        }

        @Override
        public void onDrained() {
            drained++;
        }
    }
}
