package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.message.Message;
import io.zmqspring.core.ring.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireSourceTest {

    private static final int LARGE = Frames.LARGE;
    private static final long ALL = Long.MAX_VALUE;

    private static final Message[] SMALL = {
        Frames.message(5),
        Frames.message(0),
        Frames.message(0, 3, 0),
        Frames.message(255, 256),
        Frames.message(300, 1),
        Frames.message(7)
    };

    private static final Message[] MIXED = {
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
        WireSource source = new WireSource(queue);

        long written = source.writeTo(channel, ALL);

        assertThat(channel.content()).isEqualTo(Frames.encode(MIXED));
        assertThat(written).isEqualTo(Frames.encode(MIXED).length);
        assertThat(source.isDrained()).isTrue();
        assertThat(source.isStalled()).isFalse();
        assertThat(source.isAtMessageStart()).isTrue();
        assertThat(queue.sizeBytes()).isZero();
    }

    @Test
    void shouldLoseNoLargeBodyWhenThereIsNoMemoryToRememberIt() throws IOException {
        writeAll(MIXED);
        int[] adds = {0};
        WireSource source = new WireSource(queue, new ArrayList<>() {
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
        for (int round = 0; round < 100 && !source.isDrained(); round++) {
            try {
                source.writeTo(channel, ALL);
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
        for (Message[] messages : new Message[][] {SMALL, MIXED}) {
            FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 64 << 20);
            MessageWriter writer = new MessageWriter(queue);
            long position = 0;
            for (int i = 0; i < messages.length; i++) {
                assertThat(writer.write(messages[i], true)).isTrue();
                position = i + 1 == known ? writer.position() : position;
            }
            long[] ends = ends(messages);
            WireSource source = new WireSource(queue);
            source.knows(position, known);
            MemoryChannel channel = MemoryChannel.unlimited();

            long total = ends[ends.length - 1];
            long piece = Math.max(1, total / 1999);
            for (long written = 0; written < total; ) {
                written += source.writeTo(channel.room(piece), piece);
                long reached = written;
                assertThat(queue.size())
                        .isEqualTo(
                                Arrays.stream(ends).filter(end -> end > reached).count());
            }

            assertThat(channel.content()).isEqualTo(Frames.encode(messages));
            assertThat(queue.sizeBytes()).isZero();
        }
    }

    private static long[] ends(Message[] messages) {
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
        WireSource source = new WireSource(queue);

        assertThat(source.writeTo(channel, ALL)).isZero();
        assertThat(source.isStalled()).isFalse();
        assertThat(source.isDrained()).isTrue();
        assertThat(source.finishMessage(channel, ALL)).isZero();
        assertThat(source.isAtMessageStart()).isTrue();
    }

    @Test
    void shouldSayItIsStalledWhenTheChannelTakesLessThanOffered() throws IOException {
        writeAll(SMALL);
        WireSource source = new WireSource(queue);

        assertThat(source.writeTo(channel.room(3), ALL)).isEqualTo(3);
        assertThat(source.isStalled()).isTrue();
        assertThat(source.writeTo(channel, ALL)).isZero();
        assertThat(source.isStalled()).isTrue();
        assertThat(source.isDrained()).isFalse();

        source.writeTo(channel.room(ALL), ALL);

        assertThat(source.isStalled()).isFalse();
        assertThat(channel.content()).isEqualTo(Frames.encode(SMALL));
    }

    @Test
    void shouldStopSoonAfterItsBudget() throws IOException {
        Message large = Frames.message(1 << 20);
        writeAll(large, large, large);
        WireSource source = new WireSource(queue);

        long written = source.writeTo(channel, 1 << 18);

        assertThat(written).isBetween(1L << 18, 1L << 19);
        assertThat(source.isStalled()).isFalse();
        while (source.writeTo(channel, 1 << 18) > 0) {
            assertThat(source.isStalled()).isFalse();
        }
        assertThat(channel.content()).isEqualTo(Frames.encode(large, large, large));
    }

    @Test
    void shouldReleaseMessagesOnlyWhole() throws IOException {
        writeAll(SMALL);
        byte[] stream = Frames.encode(SMALL);
        WireSource source = new WireSource(queue);
        for (int cut = 0; cut < stream.length; cut++) {
            assertThat(queue.size()).as("after %d bytes", cut).isEqualTo(SMALL.length - wholeWithin(SMALL, cut));
            assertThat(source.writeTo(channel.room(1), ALL)).isEqualTo(1);
        }
        assertThat(queue.isEmpty()).isTrue();
        assertThat(channel.content()).isEqualTo(stream);
    }

    @Test
    void shouldBeginAgainAtTheFirstFrameOfTheMessageThatWasCut() throws IOException {
        for (Message[] messages : List.of(SMALL, MIXED)) {
            byte[] stream = Frames.encode(messages);
            for (int cut : Frames.cuts(stream.length, Frames.frameStarts(messages), 20)) {
                FrameQueue queue = queueOf(messages);
                new WireSource(queue).writeTo(MemoryChannel.unlimited().room(cut), ALL);

                MemoryChannel second = MemoryChannel.unlimited();
                new WireSource(queue).writeTo(second, ALL);

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
                new WireSource(queue).writeTo(MemoryChannel.unlimited().room(Math.max(0, cut - sooner)), 1 << 17);
            }
            long left = queue.size();
            MemoryChannel last = MemoryChannel.unlimited();
            new WireSource(queue).writeTo(last, ALL);

            Message[] rest = Arrays.copyOfRange(MIXED, MIXED.length - (int) left, MIXED.length);
            assertThat(last.content()).as("cut after %d", cut).isEqualTo(Frames.encode(rest));
            assertThat(queue.sizeBytes()).isZero();
        }
    }

    @Test
    void shouldLeaveTheMessageThatWasCutToAReaderWhole() throws IOException {
        byte[] stream = Frames.encode(MIXED);
        for (int cut : Frames.cuts(stream.length, Frames.frameStarts(MIXED), 20)) {
            FrameQueue queue = queueOf(MIXED);
            new WireSource(queue).writeTo(MemoryChannel.unlimited().room(cut), ALL);

            List<Message> rest = Frames.drain(new MessageReader(queue));

            assertThat(rest)
                    .as("cut after %d", cut)
                    .isEqualTo(Arrays.asList(MIXED).subList(wholeWithin(MIXED, cut), MIXED.length));
            assertThat(queue.sizeBytes()).isZero();
        }
    }

    @Test
    void shouldSkipRestOfACutMessageWhenAReadersHandlerFails() throws IOException {
        FrameQueue queue = queueOf(Frames.message(3, LARGE, LARGE + 1, 2), Frames.message(LARGE + 2));
        new WireSource(queue).writeTo(MemoryChannel.unlimited().room(LARGE + 500), ALL);
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
            public int write(ByteBuffer source) throws IOException {
                int written = inner.write(source.limit(Math.min(source.limit(), source.position() + 8)));
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
        WireSource source = new WireSource(queue);

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            while (true) {
                source.writeTo(failing, ALL);
            }
        });

        assertThat(Frames.drain(new MessageReader(queue)))
                .isEqualTo(Arrays.asList(SMALL).subList(wholeWithin(SMALL, 40), SMALL.length));
    }

    @Test
    void shouldHandOverAStretchThatGoesOnAtTheStartOfTheMemoryInOneGo() throws IOException {
        final int encoded = 102;
        Message[] messages = new Message[4];
        Arrays.fill(messages, Frames.message(encoded - 2));
        WireSource source = new WireSource(queue);
        for (int cut = 0; cut <= messages.length * encoded; cut++) {
            do {
                writeAll(messages[0]);
                source.writeTo(channel, ALL);
            } while (queue.headPosition() % queue.capacity() < queue.capacity() - 2 * encoded);
            channel.read(ByteBuffer.allocate(channel.content().length));
            writeAll(messages);
            int calls = channel.calls();

            source.writeTo(channel.room(messages.length * encoded - cut), ALL);
            assertThat(channel.calls() - calls).isOne();
            assertThat(source.isStalled()).isEqualTo(cut > 0);
            source.writeTo(channel.room(ALL), ALL);

            assertThat(channel.content()).isEqualTo(Frames.encode(messages));
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldFinishTheMessageThatWasBegunAndNoMore() throws IOException {
        for (Message[] messages : List.of(SMALL, MIXED)) {
            byte[] stream = Frames.encode(messages);
            List<Integer> starts = Frames.messageStarts(messages);
            for (int cut : Frames.cuts(stream.length, Frames.frameStarts(messages), 20)) {
                WireSource source = new WireSource(queueOf(messages));
                MemoryChannel out = MemoryChannel.unlimited().room(cut);
                source.writeTo(out, ALL);
                assertThat(source.isAtMessageStart()).as("after %d", cut).isEqualTo(starts.contains(cut));

                int next = starts.stream()
                        .filter(start -> start >= cut)
                        .findFirst()
                        .orElseThrow();
                assertThat(source.finishMessage(out.room(ALL), ALL)).isEqualTo(next - cut);

                assertThat(out.content()).as("after %d", cut).hasSize(next);
                assertThat(source.isAtMessageStart()).isTrue();
                byte[] command = {4, 0};
                out.write(ByteBuffer.wrap(command));
                source.writeTo(out, ALL);
                assertThat(out.content())
                        .as("after %d", cut)
                        .isEqualTo(Frames.join(
                                Arrays.copyOf(stream, next), command, Arrays.copyOfRange(stream, next, stream.length)));
            }
        }
    }

    @Test
    void shouldFinishMessageByteByByte() throws IOException {
        for (Message[] messages : List.of(SMALL, new Message[] {Frames.message(2, LARGE, 3)})) {
            byte[] stream = Frames.encode(messages);
            WireSource source = new WireSource(queueOf(messages));
            MemoryChannel out = MemoryChannel.unlimited();
            for (int start : Frames.messageStarts(messages)) {
                int length = out.content().length;
                assertThat(length).isEqualTo(start);
                source.writeTo(out.room(1), ALL);
                while (!source.isAtMessageStart()) {
                    source.finishMessage(out.room(1), ALL);
                    assertThat(out.content().length).isGreaterThan(length++);
                }
            }
            assertThat(out.content()).isEqualTo(stream);
        }
    }

    @Test
    void shouldFinishNoMoreOfAMessageThanTheBudgetAllowsAtOnce() throws IOException {
        Message longer = Frames.message(3, 1000, 1000, 1000, LARGE, 1000);
        byte[] stream = Frames.encode(longer);
        WireSource source = new WireSource(queueOf(longer));
        MemoryChannel out = MemoryChannel.unlimited().room(1);
        source.writeTo(out, ALL);

        assertThat(source.finishMessage(out.room(ALL), 1500)).isBetween(1500L, 2600L);
        assertThat(source.isStalled()).isFalse();
        assertThat(source.isAtMessageStart()).isFalse();
        source.finishMessage(out, ALL);

        assertThat(source.isAtMessageStart()).isTrue();
        assertThat(out.content()).isEqualTo(stream);
    }

    @Test
    void shouldNotFinishWhileTheChannelTakesNothing() throws IOException {
        writeAll(SMALL);
        WireSource source = new WireSource(queue);
        source.writeTo(channel.room(4), ALL);

        assertThat(source.finishMessage(channel.room(0), ALL)).isZero();
        assertThat(source.isStalled()).isTrue();
        assertThat(source.isAtMessageStart()).isFalse();
    }

    @Test
    void shouldGoOnWithWhatIsPublishedLater() throws IOException {
        WireSource source = new WireSource(queue);
        for (Message message : MIXED) {
            writeAll(message);
            source.writeTo(channel, ALL);
        }
        assertThat(channel.content()).isEqualTo(Frames.encode(MIXED));
    }

    @Test
    void shouldGoOnAfterTheMemoryWasGivenBack() throws IOException {
        WireSource source = new WireSource(queue);
        writeAll(SMALL);
        source.writeTo(channel, ALL);

        assertThat(queue.releaseMemoryIfEmpty()).isTrue();
        writer.refreshRing();
        source.refreshRing();
        writeAll(MIXED);
        assertThat(queue.releaseMemoryIfEmpty()).isFalse();
        source.writeTo(channel, ALL);

        assertThat(channel.content()).isEqualTo(Frames.join(Frames.encode(SMALL), Frames.encode(MIXED)));
    }

    private void writeAll(Message... messages) {
        for (Message message : messages) {
            assertThat(writer.write(message, true)).isTrue();
        }
    }

    private static FrameQueue queueOf(Message... messages) {
        FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 64 << 20);
        MessageWriter writer = new MessageWriter(queue);
        for (Message message : messages) {
            assertThat(writer.write(message, true)).isTrue();
        }
        return queue;
    }

    private static int wholeWithin(Message[] messages, int bytes) {
        int count = 0;
        int end = 0;
        for (Message message : messages) {
            end += Frames.encode(message).length;
            if (end <= bytes) {
                count++;
            }
        }
        return count;
    }

    private static byte[] restBehind(Message[] messages, int cut) {
        return Frames.encode(Arrays.copyOfRange(messages, wholeWithin(messages, cut), messages.length));
    }
}
