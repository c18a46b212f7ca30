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
        queue.consumer().signal(() -> consumerSignals++);
        queue.producer().signal(() -> producerSignals++);
    }

    @Test
    void shouldSignalAConsumerThatWaitsOnce() {
        write(1);
        queue.consumer().wake();
        write(1);
        queue.consumer().wake();

        assertThat(consumerSignals).isOne();
    }

    @Test
    void shouldSignalAConsumerAgainWhenItCouldNotBeTold() {
        queue.consumer().signal(() -> fail(++consumerSignals));
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> queue.consumer().wake());
        queue.consumer().wake();
        queue.consumer().wake();

        assertThat(consumerSignals).isEqualTo(2);
        assertThat(queue.consumer().resume()).isFalse();
    }

    @Test
    void shouldSignalAProducerAgainWhenItCouldNotBeTold() {
        queue.producer().signal(() -> fail(++producerSignals));
        write(4);
        assertThat(queue.producer().waitBelow(100)).isTrue();
        take(2);
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> queue.producer().wake());
        queue.producer().wake();
        queue.producer().wake();

        assertThat(producerSignals).isEqualTo(2);
        assertThat(queue.producer().resume()).isFalse();
    }

    @Test
    void shouldSignalAProducerAgainWhenItCouldNotBeToldOfANewMark() {
        queue.producer().signal(() -> fail(++producerSignals));
        write(4);
        assertThat(queue.producer().waitBelow(100)).isTrue();
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> queue.limit(8, 1_000));
        queue.producer().wake();

        assertThat(producerSignals).isEqualTo(2);
    }

    private static void fail(int times) {
        if (times == 1) {
            throw new OutOfMemoryError("thrown by the test");
        }
    }

    @Test
    void shouldSignalAgainWhenTheConsumerWaitsAgain() {
        queue.consumer().wake();
        queue.consumer().rest();
        queue.consumer().wake();

        assertThat(consumerSignals).isEqualTo(2);
    }

    @Test
    void shouldNotSignalAConsumerThatWentOnByItself() {
        queue.consumer().rest();

        assertThat(queue.consumer().resume()).isTrue();
        queue.consumer().wake();

        assertThat(consumerSignals).isZero();
        assertThat(queue.consumer().resume()).isFalse();
    }

    @Test
    void shouldTellTheConsumerThatItWasSignalled() {
        queue.consumer().rest();
        queue.consumer().wake();

        assertThat(queue.consumer().resume()).isFalse();
    }

    @Test
    void shouldNotSignalAProducerThatDoesNotWait() {
        write(4);
        take(4);
        queue.producer().wake();

        assertThat(producerSignals).isZero();
        assertThat(queue.producer().resume()).isFalse();
    }

    @Test
    void shouldNotWaitWhenThereIsRoomAfterAll() {
        write(2);

        assertThat(queue.producer().waitForRoom(3, Long.MAX_VALUE)).isFalse();
        queue.producer().wake();

        assertThat(producerSignals).isZero();
    }

    @Test
    void shouldSignalAProducerOnceHalfIsFree() {
        write(4);
        assertThat(queue.producer().waitForRoom(3, Long.MAX_VALUE)).isTrue();
        queue.producer().wake();
        take(1);
        queue.producer().wake();
        assertThat(producerSignals).isZero();

        take(1);
        queue.producer().wake();
        take(1);
        queue.producer().wake();

        assertThat(producerSignals).isOne();
        assertThat(queue.producer().resume()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 2, 1", "3, 3, 1", "4, 4, 2", "5, 5, 2"})
    void shouldHaveRoomToResumeAtHalfTheMark(int mark, int written, int most) {
        queue.limit(mark, 1_000);
        write(written);
        assertThat(queue.producer().waitForRoom(3, Long.MAX_VALUE)).isTrue();
        for (int left = written; left > most; left--) {
            assertThat(queue.producer().hasRoom()).as("%d left", left).isFalse();
            take(1);
        }
        assertThat(queue.producer().hasRoom()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"100, 500", "600, 400", "999, 1", "1000, 0", "5000, 0"})
    void shouldHaveRoomToResumeWhenWhatIsNeededFits(int needed, int most) {
        queue.limit(0, 1_000);
        for (int i = 0; i < 250; i++) {
            assertThat(writer.write(new byte[2], true)).isTrue();
        }
        assertThat(queue.producer().waitForRoom(needed, Long.MAX_VALUE)).isTrue();
        while (queue.sizeBytes() > most) {
            assertThat(queue.producer().hasRoom())
                    .as("%d bytes", queue.sizeBytes())
                    .isFalse();
            take(1);
        }
        assertThat(queue.producer().hasRoom()).isTrue();
    }

    @Test
    void shouldCountLargeBodiesAsRoomTaken() {
        queue.limit(0, 1_000_000);
        assertThat(writer.write(new byte[600_000], true)).isTrue();
        assertThat(queue.producer().waitForRoom(10, Long.MAX_VALUE)).isTrue();

        assertThat(queue.producer().hasRoom()).isFalse();
        take(1);
        assertThat(queue.producer().hasRoom()).isTrue();
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
