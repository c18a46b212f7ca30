package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.ring.BufferPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameQueueSignalTest {

    private final FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 4, 1_000);
    private final MessageWriter writer = new MessageWriter(queue);
    private final MessageReader reader = new MessageReader(queue);
    private int consumerSignals;
    private int producerSignals;

    @BeforeEach
    void count() {
        queue.consumer(() -> consumerSignals++);
        queue.producer(() -> producerSignals++);
    }

    @Test
    void shouldSignalAConsumerThatWaitsOnce() {
        write(1);
        queue.signalConsumer();
        write(1);
        queue.signalConsumer();

        assertThat(consumerSignals).isOne();
    }

    @Test
    void shouldSignalAConsumerAgainWhenItCouldNotBeTold() {
        queue.consumer(() -> fail(++consumerSignals));
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(queue::signalConsumer);
        queue.signalConsumer();
        queue.signalConsumer();

        assertThat(consumerSignals).isEqualTo(2);
        assertThat(queue.consumerResumes()).isFalse();
    }

    @Test
    void shouldSignalAProducerAgainWhenItCouldNotBeTold() {
        queue.producer(() -> fail(++producerSignals));
        queue.producerWaitsBelow(100);
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(queue::signalProducer);
        queue.signalProducer();
        queue.signalProducer();

        assertThat(producerSignals).isEqualTo(2);
        assertThat(queue.producerResumes()).isFalse();
    }

    @Test
    void shouldSignalAProducerAgainWhenItCouldNotBeToldOfANewMark() {
        queue.producer(() -> fail(++producerSignals));
        queue.producerWaitsBelow(100);
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> queue.limit(8, 1_000));
        queue.signalProducer();

        assertThat(producerSignals).isEqualTo(2);
    }

    private static void fail(int times) {
        if (times == 1) {
            throw new OutOfMemoryError("thrown by the test");
        }
    }

    @Test
    void shouldSignalAgainWhenTheConsumerWaitsAgain() {
        queue.signalConsumer();
        queue.consumerRests();
        queue.signalConsumer();

        assertThat(consumerSignals).isEqualTo(2);
    }

    @Test
    void shouldNotSignalAConsumerThatWentOnByItself() {
        queue.consumerRests();

        assertThat(queue.consumerResumes()).isTrue();
        queue.signalConsumer();

        assertThat(consumerSignals).isZero();
        assertThat(queue.consumerResumes()).isFalse();
    }

    @Test
    void shouldTellTheConsumerThatItWasSignalled() {
        queue.consumerRests();
        queue.signalConsumer();

        assertThat(queue.consumerResumes()).isFalse();
    }

    @Test
    void shouldNotSignalAProducerThatDoesNotWait() {
        write(4);
        take(4);
        queue.signalProducer();

        assertThat(producerSignals).isZero();
        assertThat(queue.producerResumes()).isFalse();
    }

    @Test
    void shouldSignalAProducerOnceHalfIsFree() {
        write(4);
        queue.producerWaits(3, Long.MAX_VALUE);
        queue.signalProducer();
        take(1);
        queue.signalProducer();
        assertThat(producerSignals).isZero();

        take(1);
        queue.signalProducer();
        take(1);
        queue.signalProducer();

        assertThat(producerSignals).isOne();
        assertThat(queue.producerResumes()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 2, 1", "3, 3, 1", "4, 4, 2", "5, 5, 2"})
    void shouldHaveRoomToResumeAtHalfTheMark(int mark, int written, int most) {
        queue.limit(mark, 1_000);
        write(written);
        queue.producerWaits(3, Long.MAX_VALUE);
        for (int left = written; left > most; left--) {
            assertThat(queue.hasRoomToResume()).as("%d left", left).isFalse();
            take(1);
        }
        assertThat(queue.hasRoomToResume()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"100, 500", "600, 400", "999, 1", "1000, 0", "5000, 0"})
    void shouldHaveRoomToResumeWhenWhatIsNeededFits(int needed, int most) {
        queue.limit(0, 1_000);
        for (int i = 0; i < 250; i++) {
            assertThat(writer.write(new byte[2], true)).isTrue();
        }
        queue.producerWaits(needed, Long.MAX_VALUE);
        while (queue.sizeBytes() > most) {
            assertThat(queue.hasRoomToResume())
                    .as("%d bytes", queue.sizeBytes())
                    .isFalse();
            take(1);
        }
        assertThat(queue.hasRoomToResume()).isTrue();
    }

    @Test
    void shouldCountLargeBodiesAsRoomTaken() {
        queue.limit(0, 1_000_000);
        assertThat(writer.write(new byte[600_000], true)).isTrue();
        queue.producerWaits(10, Long.MAX_VALUE);

        assertThat(queue.hasRoomToResume()).isFalse();
        take(1);
        assertThat(queue.hasRoomToResume()).isTrue();
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(writer.write(new byte[1], true)).isTrue();
        }
    }

    private void take(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(reader.hasMessage()).isTrue();
            reader.takeMessage();
        }
    }
}
