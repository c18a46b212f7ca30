package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.message.ZmqMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writing that ends, or must end, in the middle of a message or at the end of one. */
class QueueToChannelCutTest extends QueueToChannelFixture {

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
