package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueToChannelTest extends QueueToChannelFixture {

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
}
