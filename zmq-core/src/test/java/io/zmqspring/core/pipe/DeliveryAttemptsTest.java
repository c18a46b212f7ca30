package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.ring.BufferPool;
import org.junit.jupiter.api.Test;

class DeliveryAttemptsTest {

    private final FrameQueue queue = new FrameQueue(new BufferPool(1 << 20), 0, 1 << 20);
    private final MessageWriter writer = new MessageWriter(queue);
    private final MessageReader reader = new MessageReader(queue);

    @Test
    void shouldCountForTheNextMessageOnly() {
        writer.write(new byte[1], false);
        writer.write(new byte[1], false);
        assertThat(queue.attempts().failed()).isEqualTo(1);
        assertThat(queue.attempts().failed()).isEqualTo(2);
        assertThat(queue.attempts().failedSoFar()).isEqualTo(2);

        assertThat(reader.hasMessage()).isTrue();
        reader.discard();

        assertThat(queue.attempts().failedSoFar()).isZero();
        assertThat(queue.attempts().failed()).isEqualTo(1);
    }

    @Test
    void shouldAddWhatFailedInAnotherQueue() {
        writer.write(new byte[1], false);
        writer.write(new byte[1], false);
        queue.attempts().add(writer.messages() - 1, 7);
        assertThat(queue.attempts().failedSoFar()).isZero();

        assertThat(reader.hasMessage()).isTrue();
        reader.discard();

        assertThat(queue.attempts().failedSoFar()).isEqualTo(7);
        assertThat(queue.attempts().failed()).isEqualTo(8);
    }
}
