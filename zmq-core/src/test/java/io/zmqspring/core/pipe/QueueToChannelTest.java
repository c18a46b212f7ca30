package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueToChannelTest {

    private static final int LARGE = Frames.LARGE;
    private static final long ALL = Long.MAX_VALUE;

    private static final ZmqMessage[] SMALL = {
        Frames.message(5),
        Frames.message(0),
        Frames.message(0, 3, 0),
        Frames.message(255, 256),
        Frames.message(300, 1),
        Frames.message(7)
    };

    private static final ZmqMessage[] MIXED = {
        Frames.message(5),
        Frames.message(LARGE),
        Frames.message(3, LARGE + 1, LARGE + 2, 4),
        Frames.message(9),
        Frames.message(LARGE + 3, LARGE + 4),
        Frames.message(1, 2)
    };

    private final FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 64 << 20);
    private final MessageWriter writer = new MessageWriter(queue);
    private final MemoryChannel channel = MemoryChannel.unlimited();

    @Test
    void shouldWriteEveryMessageInWireFormat() throws IOException {
        writeAll(MIXED);
        QueueToChannel queueToChannel = new QueueToChannel(queue);

        long written = queueToChannel.writeTo(channel, ALL);

        assertThat(channel.content()).isEqualTo(Frames.encode(MIXED));
        assertThat(written).isEqualTo(Frames.encode(MIXED).length);
        assertThat(queueToChannel.isDrained()).isTrue();
        assertThat(queueToChannel.isStalled()).isFalse();
        assertThat(queueToChannel.isAtMessageStart()).isTrue();
        assertThat(queue.sizeBytes()).isZero();
    }

    @Test
    void shouldLoseNoLargeBodyWhenThereIsNoMemoryToRememberIt() throws IOException {
        writeAll(MIXED);
        int[] adds = {0};
        QueueToChannel queueToChannel = new QueueToChannel(queue, new ArrayList<>() {
            private static final long serialVersionUID = 1;

            @Override
            public boolean add(LargeBody body) {
                if (adds[0]++ % 2 == 0) {
                    throw new OutOfMemoryError("thrown by the test");
                }
                return super.add(body);
            }
        });
        int failures = 0;
        for (int round = 0; round < 100 && !queueToChannel.isDrained(); round++) {
            try {
                queueToChannel.writeTo(channel, ALL);
            } catch (OutOfMemoryError e) {
                failures++;
            }
        }

        assertThat(failures).isEqualTo(5);
        assertThat(channel.content()).isEqualTo(Frames.encode(MIXED));
        assertThat(queue.sizeBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void shouldCountTheSameWhenItIsToldWhereAMessageEnds(int known) throws IOException {
        for (ZmqMessage[] messages : new ZmqMessage[][] {SMALL, MIXED}) {
            FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 64 << 20);
            MessageWriter writer = new MessageWriter(queue);
            long position = 0;
            for (int i = 0; i < messages.length; i++) {
                assertThat(writer.write(messages[i], true)).isTrue();
                position = i + 1 == known ? writer.position() : position;
            }
            long[] ends = ends(messages);
            QueueToChannel queueToChannel = new QueueToChannel(queue);
            queueToChannel.knows(position, known);
            MemoryChannel channel = MemoryChannel.unlimited();

            long total = ends[ends.length - 1];
            long piece = Math.max(1, total / 1999);
            for (long written = 0; written < total; ) {
                written += queueToChannel.writeTo(channel.room(piece), piece);
                long reached = written;
                assertThat(queue.size())
                        .isEqualTo(
                                Arrays.stream(ends).filter(end -> end > reached).count());
            }

            assertThat(channel.content()).isEqualTo(Frames.encode(messages));
            assertThat(queue.sizeBytes()).isZero();
        }
    }

    private static long[] ends(ZmqMessage[] messages) {
        long[] ends = new long[messages.length];
        long end = 0;
        for (int i = 0; i < messages.length; i++) {
            end += Frames.encode(messages[i]).length;
            ends[i] = end;
        }
        return ends;
    }

    @Test
    void shouldWriteNothingWhenNothingIsPublished() throws IOException {
        QueueToChannel queueToChannel = new QueueToChannel(queue);

        assertThat(queueToChannel.writeTo(channel, ALL)).isZero();
        assertThat(queueToChannel.isStalled()).isFalse();
        assertThat(queueToChannel.isDrained()).isTrue();
        assertThat(queueToChannel.finishMessage(channel, ALL)).isZero();
        assertThat(queueToChannel.isAtMessageStart()).isTrue();
    }

    @Test
    void shouldSayItIsStalledWhenTheChannelTakesLessThanOffered() throws IOException {
        writeAll(SMALL);
        QueueToChannel queueToChannel = new QueueToChannel(queue);

        assertThat(queueToChannel.writeTo(channel.room(3), ALL)).isEqualTo(3);
        assertThat(queueToChannel.isStalled()).isTrue();
        assertThat(queueToChannel.writeTo(channel, ALL)).isZero();
        assertThat(queueToChannel.isStalled()).isTrue();
        assertThat(queueToChannel.isDrained()).isFalse();

        queueToChannel.writeTo(channel.room(ALL), ALL);

        assertThat(queueToChannel.isStalled()).isFalse();
        assertThat(channel.content()).isEqualTo(Frames.encode(SMALL));
    }

    @Test
    void shouldStopSoonAfterItsBudget() throws IOException {
        ZmqMessage large = Frames.message(1 << 20);
        writeAll(large, large, large);
        QueueToChannel queueToChannel = new QueueToChannel(queue);

        long written = queueToChannel.writeTo(channel, 1 << 18);

        assertThat(written).isBetween(1L << 18, 1L << 19);
        assertThat(queueToChannel.isStalled()).isFalse();
        while (queueToChannel.writeTo(channel, 1 << 18) > 0) {
            assertThat(queueToChannel.isStalled()).isFalse();
        }
        assertThat(channel.content()).isEqualTo(Frames.encode(large, large, large));
    }

    @Test
    void shouldReleaseMessagesOnlyWhole() throws IOException {
        writeAll(SMALL);
        byte[] stream = Frames.encode(SMALL);
        QueueToChannel queueToChannel = new QueueToChannel(queue);
        for (int cut = 0; cut < stream.length; cut++) {
            assertThat(queue.size()).as("after %d bytes", cut).isEqualTo(SMALL.length - wholeWithin(SMALL, cut));
            assertThat(queueToChannel.writeTo(channel.room(1), ALL)).isEqualTo(1);
        }
        assertThat(queue.isEmpty()).isTrue();
        assertThat(channel.content()).isEqualTo(stream);
    }

    @Test
    void shouldBeginAgainAtTheFirstFrameOfTheMessageThatWasCut() throws IOException {
        for (ZmqMessage[] messages : List.of(SMALL, MIXED)) {
            byte[] stream = Frames.encode(messages);
            for (int cut : Frames.cuts(stream.length, Frames.frameStarts(messages), 20)) {
                FrameQueue queue = queueOf(messages);
                new QueueToChannel(queue).writeTo(MemoryChannel.unlimited().room(cut), ALL);

                MemoryChannel second = MemoryChannel.unlimited();
                new QueueToChannel(queue).writeTo(second, ALL);

                assertThat(second.content()).as("cut after %d", cut).isEqualTo(restBehind(messages, cut));
                assertThat(queue.sizeBytes()).as("cut after %d", cut).isZero();
            }
        }
    }

    @Test
    void shouldBeginAgainHoweverOftenTheConnectionIsCut() throws IOException {
        byte[] stream = Frames.encode(MIXED);
        for (int cut : Frames.cuts(stream.length, Frames.frameStarts(MIXED), 0)) {
            FrameQueue queue = queueOf(MIXED);
            for (int sooner : new int[] {0, 12, 3, 200_000}) {
                new QueueToChannel(queue).writeTo(MemoryChannel.unlimited().room(Math.max(0, cut - sooner)), 1 << 17);
            }
            long left = queue.size();
            MemoryChannel last = MemoryChannel.unlimited();
            new QueueToChannel(queue).writeTo(last, ALL);

            ZmqMessage[] rest = Arrays.copyOfRange(MIXED, MIXED.length - (int) left, MIXED.length);
            assertThat(last.content()).as("cut after %d", cut).isEqualTo(Frames.encode(rest));
            assertThat(queue.sizeBytes()).isZero();
        }
    }

    @Test
    void shouldLeaveTheMessageThatWasCutToAReaderWhole() throws IOException {
        byte[] stream = Frames.encode(MIXED);
        for (int cut : Frames.cuts(stream.length, Frames.frameStarts(MIXED), 20)) {
            FrameQueue queue = queueOf(MIXED);
            new QueueToChannel(queue).writeTo(MemoryChannel.unlimited().room(cut), ALL);

            List<ZmqMessage> rest = Frames.drain(new MessageReader(queue));

            assertThat(rest)
                    .as("cut after %d", cut)
                    .isEqualTo(Arrays.asList(MIXED).subList(wholeWithin(MIXED, cut), MIXED.length));
            assertThat(queue.sizeBytes()).isZero();
        }
    }

    @Test
    void shouldSkipRestOfACutMessageWhenAReadersHandlerFails() throws IOException {
        FrameQueue queue = queueOf(Frames.message(3, LARGE, LARGE + 1, 2), Frames.message(LARGE + 2));
        new QueueToChannel(queue).writeTo(MemoryChannel.unlimited().room(LARGE + 500), ALL);
        MessageReader reader = new MessageReader(queue);
        assertThat(reader.hasMessage()).isTrue();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> reader.handle((body, more) -> {
                    throw new IllegalStateException("first frame");
                }));

        assertThat(Frames.drain(reader)).containsExactly(Frames.message(LARGE + 2));
        assertThat(queue.sizeBytes()).isZero();
    }

    @Test
    void shouldReleaseWhatWasWrittenWholeWhenTheChannelFails() {
        FrameQueue queue = queueOf(SMALL);
        MemoryChannel inner = MemoryChannel.unlimited().room(40);
        OneByOneChannel failing = new OneByOneChannel() {
            @Override
            public int write(ByteBuffer queueToChannel) throws IOException {
                int written = inner.write(
                        queueToChannel.limit(Math.min(queueToChannel.limit(), queueToChannel.position() + 8)));
                if (written == 0) {
                    throw new IOException("broken");
                }
                return written;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        QueueToChannel queueToChannel = new QueueToChannel(queue);

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            while (true) {
                queueToChannel.writeTo(failing, ALL);
            }
        });

        assertThat(Frames.drain(new MessageReader(queue)))
                .isEqualTo(Arrays.asList(SMALL).subList(wholeWithin(SMALL, 40), SMALL.length));
    }

    @Test
    void shouldHandOverAStretchThatGoesOnAtTheStartOfTheMemoryInOneGo() throws IOException {
        final int encoded = 102;
        ZmqMessage[] messages = new ZmqMessage[4];
        Arrays.fill(messages, Frames.message(encoded - 2));
        QueueToChannel queueToChannel = new QueueToChannel(queue);
        for (int cut = 0; cut <= messages.length * encoded; cut++) {
            do {
                writeAll(messages[0]);
                queueToChannel.writeTo(channel, ALL);
            } while (queue.headPosition() % queue.capacity() < queue.capacity() - 2 * encoded);
            channel.read(ByteBuffer.allocate(channel.content().length));
            writeAll(messages);
            int calls = channel.calls();

            queueToChannel.writeTo(channel.room(messages.length * encoded - cut), ALL);
            assertThat(channel.calls() - calls).isOne();
            assertThat(queueToChannel.isStalled()).isEqualTo(cut > 0);
            queueToChannel.writeTo(channel.room(ALL), ALL);

            assertThat(channel.content()).isEqualTo(Frames.encode(messages));
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldFinishTheMessageThatWasBegunAndNoMore() throws IOException {
        for (ZmqMessage[] messages : List.of(SMALL, MIXED)) {
            byte[] stream = Frames.encode(messages);
            List<Integer> starts = Frames.messageStarts(messages);
            for (int cut : Frames.cuts(stream.length, Frames.frameStarts(messages), 20)) {
                QueueToChannel queueToChannel = new QueueToChannel(queueOf(messages));
                MemoryChannel out = MemoryChannel.unlimited().room(cut);
                queueToChannel.writeTo(out, ALL);
                assertThat(queueToChannel.isAtMessageStart())
                        .as("after %d", cut)
                        .isEqualTo(starts.contains(cut));

                int next = starts.stream()
                        .filter(start -> start >= cut)
                        .findFirst()
                        .orElseThrow();
                assertThat(queueToChannel.finishMessage(out.room(ALL), ALL)).isEqualTo(next - cut);

                assertThat(out.content()).as("after %d", cut).hasSize(next);
                assertThat(queueToChannel.isAtMessageStart()).isTrue();
                byte[] command = {4, 0};
                out.write(ByteBuffer.wrap(command));
                queueToChannel.writeTo(out, ALL);
                assertThat(out.content())
                        .as("after %d", cut)
                        .isEqualTo(Frames.join(
                                Arrays.copyOf(stream, next), command, Arrays.copyOfRange(stream, next, stream.length)));
            }
        }
    }

    @Test
    void shouldFinishMessageByteByByte() throws IOException {
        for (ZmqMessage[] messages : List.of(SMALL, new ZmqMessage[] {Frames.message(2, LARGE, 3)})) {
            byte[] stream = Frames.encode(messages);
            QueueToChannel queueToChannel = new QueueToChannel(queueOf(messages));
            MemoryChannel out = MemoryChannel.unlimited();
            for (int start : Frames.messageStarts(messages)) {
                int length = out.content().length;
                assertThat(length).isEqualTo(start);
                queueToChannel.writeTo(out.room(1), ALL);
                while (!queueToChannel.isAtMessageStart()) {
                    queueToChannel.finishMessage(out.room(1), ALL);
                    assertThat(out.content().length).isGreaterThan(length++);
                }
            }
            assertThat(out.content()).isEqualTo(stream);
        }
    }

    @Test
    void shouldFinishNoMoreOfAMessageThanTheBudgetAllowsAtOnce() throws IOException {
        ZmqMessage longer = Frames.message(3, 1000, 1000, 1000, LARGE, 1000);
        byte[] stream = Frames.encode(longer);
        QueueToChannel queueToChannel = new QueueToChannel(queueOf(longer));
        MemoryChannel out = MemoryChannel.unlimited().room(1);
        queueToChannel.writeTo(out, ALL);

        assertThat(queueToChannel.finishMessage(out.room(ALL), 1500)).isBetween(1500L, 2600L);
        assertThat(queueToChannel.isStalled()).isFalse();
        assertThat(queueToChannel.isAtMessageStart()).isFalse();
        queueToChannel.finishMessage(out, ALL);

        assertThat(queueToChannel.isAtMessageStart()).isTrue();
        assertThat(out.content()).isEqualTo(stream);
    }

    @Test
    void shouldNotFinishWhileTheChannelTakesNothing() throws IOException {
        writeAll(SMALL);
        QueueToChannel queueToChannel = new QueueToChannel(queue);
        queueToChannel.writeTo(channel.room(4), ALL);

        assertThat(queueToChannel.finishMessage(channel.room(0), ALL)).isZero();
        assertThat(queueToChannel.isStalled()).isTrue();
        assertThat(queueToChannel.isAtMessageStart()).isFalse();
    }

    @Test
    void shouldGoOnWithWhatIsPublishedLater() throws IOException {
        QueueToChannel queueToChannel = new QueueToChannel(queue);
        for (ZmqMessage message : MIXED) {
            writeAll(message);
            queueToChannel.writeTo(channel, ALL);
        }
        assertThat(channel.content()).isEqualTo(Frames.encode(MIXED));
    }

    @Test
    void shouldGoOnAfterTheMemoryWasGivenBack() throws IOException {
        QueueToChannel queueToChannel = new QueueToChannel(queue);
        writeAll(SMALL);
        queueToChannel.writeTo(channel, ALL);

        assertThat(queue.releaseMemoryIfEmpty()).isTrue();
        writer.refreshRing();
        queueToChannel.refreshRing();
        writeAll(MIXED);
        assertThat(queue.releaseMemoryIfEmpty()).isFalse();
        queueToChannel.writeTo(channel, ALL);

        assertThat(channel.content()).isEqualTo(Frames.join(Frames.encode(SMALL), Frames.encode(MIXED)));
    }

    private void writeAll(ZmqMessage... messages) {
        for (ZmqMessage message : messages) {
            assertThat(writer.write(message, true)).isTrue();
        }
    }

    private static FrameQueue queueOf(ZmqMessage... messages) {
        FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 64 << 20);
        MessageWriter writer = new MessageWriter(queue);
        for (ZmqMessage message : messages) {
            assertThat(writer.write(message, true)).isTrue();
        }
        return queue;
    }

    private static int wholeWithin(ZmqMessage[] messages, int bytes) {
        int count = 0;
        int end = 0;
        for (ZmqMessage message : messages) {
            end += Frames.encode(message).length;
            if (end <= bytes) {
                count++;
            }
        }
        return count;
    }

    private static byte[] restBehind(ZmqMessage[] messages, int cut) {
        return Frames.encode(Arrays.copyOfRange(messages, wholeWithin(messages, cut), messages.length));
    }
}
