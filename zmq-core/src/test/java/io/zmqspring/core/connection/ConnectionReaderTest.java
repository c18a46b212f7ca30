package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.loop.HandTurnedLoop;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.support.MemorySocket;
import io.zmqspring.core.support.ToyCodec;
import io.zmqspring.core.support.Zmtp;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.FrameDecoder;
import io.zmqspring.core.zmtp.FrameEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, pausing and going on, with a clock turned by hand and a channel in memory. */
class ConnectionReaderTest {

    private static final byte[] PING = Zmtp.ping(0, new byte[0]);
    private static final int KILOBYTE = 1_000;

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final MemorySocket socket = MemorySocket.connected();
    private final BufferPool pool = new BufferPool(1 << 22);
    private final Connected connected = new Connected();
    private final AtomicLong dropped = new AtomicLong();
    private FrameQueue queue = new FrameQueue(pool, 0, 1 << 22);
    private @Nullable ConnectionReader reader;
    private @Nullable SelectionKey key;

    @AfterEach
    void close() {
        loop.run(() -> {
            key().cancel();
            reader().close();
        });
        loop.close();
    }

    @Nested
    class AFullQueue {

        @Test
        void shouldPauseReadingUntilThereIsRoom() throws IOException {
            begin(2);
            socket.peerSends(messages(5));
            loop.settle();
            assertThat(connected.pauses).containsExactly(true);
            assertThat(key().interestOps()).isZero();

            assertThat(receive()).containsExactly("0", "1");
            loop.settle();
            assertThat(connected.pauses).startsWith(true, false);
            assertThat(receive()).containsExactly("2", "3");
            loop.settle();
            assertThat(receive()).containsExactly("4");
            loop.settle();
            assertThat(key().interestOps()).isEqualTo(SelectionKey.OP_READ);
        }

        @Test
        void shouldNotHideTheEndOfTheStream() throws IOException {
            begin(2);
            socket.peerSends(messages(2));
            socket.peerEnds();
            loop.settle();
            assertThat(connected.ends).isPositive();
            assertThat(receive()).containsExactly("0", "1");
        }

        @Test
        void shouldNotHidePingsAndTheEndFromALookAhead() throws IOException {
            begin(1);
            socket.peerSends(messages(2));
            loop.settle();
            socket.peerSends(PING);
            loop.settle();
            assertThat(connected.commands).as("reading pauses").isEmpty();

            loop.run(() -> connected.run(() -> reader().lookAhead()));
            assertThat(connected.commands).containsExactly("PING");
            assertThat(connected.ends).isZero();
            socket.peerEnds();
            loop.run(() -> connected.run(() -> reader().lookAhead()));
            assertThat(connected.ends).isOne();
            assertThat(receive()).containsExactly("0");
        }

        @Test
        void shouldGetALargerRingAfterTwoMillisecondsThatNobodyReceivedIn() throws IOException {
            begin(0);
            socket.peerSends(kilobytes(800));
            loop.settle();
            assertThat(connected.pauses).containsExactly(true);
            assertThat(socket.unread()).isPositive();

            loop.advance(Duration.ofMillis(1));
            assertThat(connected.pauses).containsExactly(true);
            loop.advance(Duration.ofMillis(1));
            assertThat(socket.unread()).isZero();
            assertThat(receive()).hasSize(800);
        }

        @Test
        void shouldBePublishedWholeWhenTheConnectionBreaks() throws IOException {
            begin(1);
            socket.peerSends(messages(5));
            loop.settle();
            socket.peerSends(Zmtp.message("on its way"));
            socket.peerResets();
            loop.run(() -> reader().readWhatHadArrived());
            assertThat(receive()).containsExactly("0", "1", "2", "3", "4", "on its way");
        }

        @Test
        void shouldBePublishedWholeAtTheEnd() throws IOException {
            begin(1);
            socket.peerSends(messages(3), Zmtp.longHeader(0, 100_000));
            loop.settle();
            loop.run(() -> reader().close());
            assertThat(receive()).containsExactly("0", "1", "2");
        }

        @Test
        void shouldKeepWhatItHoldsWhenTheRestIsPassedOver() throws IOException {
            begin(1);
            socket.peerSends(messages(4), PING);
            loop.settle();
            loop.run(() -> reader().skipFromNowOn());
            socket.peerSends(Zmtp.message("later"));
            loop.settle();
            assertThat(receive()).containsExactly("0");
            assertThat(dropped).hasValue(4);
            assertThat(connected.commands).containsExactly("PING");
        }
    }

    @Nested
    class Commands {

        @Test
        void shouldBeTakenInPortionsAMillisecondApart() throws IOException {
            SocketOptions few = SocketOptions.builder().maxCommandsPerTurn(10).build();
            begin(0, few, true, null);
            for (int i = 0; i < 25; i++) {
                socket.peerSends(PING);
            }
            socket.peerSends(Zmtp.message("behind them"));
            loop.settle();
            assertThat(connected.commands).hasSize(10);

            loop.advance(Duration.ofNanos(999_999));
            assertThat(connected.commands).hasSize(10);
            loop.advance(Duration.ofNanos(1));
            assertThat(connected.commands).hasSize(20);
            loop.advance(Duration.ofMillis(1));
            assertThat(connected.commands).hasSize(25);
            assertThat(receive()).containsExactly("behind them");
        }

        @Test
        void shouldBeTakenWhereNobodyReceives() throws IOException {
            begin(0, SocketOptions.defaults(), false, null);
            socket.peerSends(Zmtp.message("unwanted"), PING, Zmtp.message("unwanted too"));
            loop.settle();
            assertThat(connected.commands).containsExactly("PING");
            assertThat(dropped).hasValue(2);
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @Nested
    class BehindOthers {

        @Test
        void shouldReadNothingUntilItMay() throws IOException {
            begin(0);
            reader().waitForOthers();
            socket.peerSends(messages(2));
            loop.advance(Duration.ofSeconds(10));
            assertThat(queue.isEmpty()).isTrue();
            assertThat(reader().isWaitingForOthers()).isTrue();

            loop.run(() -> reader().goAhead());
            assertThat(receive()).containsExactly("0", "1");
        }
    }

    /** The selector knows only of what the channel holds, not of what is decoded and not yet in the queue. */
    @Nested
    class TransformedTraffic {

        private final FrameEncoder peer = ToyCodec.streaming(1, 1).encoder();

        @Test
        void shouldBeReadWhenItCameWithTheHandshake() throws IOException {
            begin(0, SocketOptions.defaults(), true, ToyCodec.streaming(1, 1).decoder());
            loop.run(() -> reader().append(ByteBuffer.wrap(encoded(3, 1))));
            assertThat(receive()).containsExactly("0", "1", "2");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 7})
        void shouldBeDeliveredLaterWhenTheQueueWasFull(int mark) throws IOException {
            begin(mark, SocketOptions.defaults(), true, ToyCodec.streaming(1, 1).decoder());
            socket.peerSends(encoded(100, KILOBYTE));
            loop.settle();
            assertThat(socket.unread())
                    .as("nothing more will come from the channel")
                    .isZero();

            List<String> all = new ArrayList<>();
            for (List<String> some = receive(); !some.isEmpty(); some = receive()) {
                all.addAll(some);
                loop.settle();
            }
            assertThat(all).hasSize(100).doesNotHaveDuplicates();
        }

        @Test
        void shouldGiveTheViolationBehindWholeMessages() throws IOException {
            begin(0, SocketOptions.defaults(), true, ToyCodec.streaming(1, 1).decoder());
            byte[] stream = encoded(3, 1);
            stream[stream.length - 1] ^= 1;
            socket.peerSends(stream);
            loop.settle();
            assertThat(receive()).containsExactly("0", "1");
            assertThat(connected.failures).singleElement().isInstanceOf(ZmqProtocolViolationException.class);
        }

        @Test
        void shouldBePassedOverWhereNobodyReceives() throws IOException {
            begin(0, SocketOptions.defaults(), false, ToyCodec.streaming(1, 1).decoder());
            socket.peerSends(encoded(100, KILOBYTE));
            loop.settle();
            assertThat(dropped).hasValue(100);
        }

        private byte[] encoded(int count, int length) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                out.writeBytes(ToyCodec.encode(peer, 0, body(i, length)));
            }
            return out.toByteArray();
        }
    }

    private void begin(int mark) throws IOException {
        begin(mark, SocketOptions.defaults(), true, null);
    }

    private void begin(int mark, SocketOptions options, boolean receives, @Nullable FrameDecoder decoder)
            throws IOException {
        queue = new FrameQueue(pool, mark, 1 << 22);
        SelectionKey registered =
                loop.loop().register(socket, SelectionKey.OP_READ, ready -> connected.run(this::readOnce));
        key = registered;
        reader = new ConnectionReader(
                loop.loop(), socket, registered, decoder, queue, receives, options, connected, dropped::addAndGet);
    }

    private void readOnce() throws IOException {
        if (!reader().read()) {
            connected.onEndOfStream();
        }
    }

    private ConnectionReader reader() {
        assertThat(reader).isNotNull();
        return reader;
    }

    private SelectionKey key() {
        assertThat(key).isNotNull();
        return key;
    }

    /** Takes what is there and lets the reader go on, as a receiver does. */
    private List<String> receive() {
        MessageReader messages = new MessageReader(queue);
        List<String> bodies = new ArrayList<>();
        while (messages.hasMessage()) {
            bodies.add(Zmtp.text(messages.takeMessage().frame(0)).strip());
        }
        queue.producer().wakeAfterRelease();
        return bodies;
    }

    private static byte[] messages(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            out.writeBytes(Zmtp.frame(0, body(i, 1)));
        }
        return out.toByteArray();
    }

    private static byte[] kilobytes(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            out.writeBytes(Zmtp.frame(0, body(i, KILOBYTE)));
        }
        return out.toByteArray();
    }

    /** A number, filled up with spaces. */
    private static byte[] body(int number, int length) {
        return Zmtp.ascii(("%-" + length + "d").formatted(number));
    }

    /** The connection: keeps the calls it gets, and ends reading as a connection does. */
    private final class Connected implements TrafficListener {

        private final List<Boolean> pauses = new ArrayList<>();
        private final List<String> commands = new ArrayList<>();
        private final List<Exception> failures = new ArrayList<>();
        private int ends;

        @Override
        public void onRead() {}

        @Override
        public void onPaused(boolean paused) {
            pauses.add(paused);
        }

        @Override
        public void onEndOfStream() {
            ends++;
            key().interestOps(0);
        }

        @Override
        public void onRingsOutgrown() {}

        @Override
        public void onTurnEnd() {}

        @Override
        public void giveUp(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void run(ConnectionStep step) {
            try {
                step.run();
            } catch (IOException | ZmqProtocolViolationException e) {
                failures.add(e);
                key().interestOps(0);
            }
        }

        @Override
        public void onCommand(byte[] body) {
            commands.add(Command.decode(body).name());
        }
    }
}
