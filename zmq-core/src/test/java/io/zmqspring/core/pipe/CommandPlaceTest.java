package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The place of commands among the messages that came with them. */
class CommandPlaceTest {

    private static final byte[] CANCEL = command("CANCEL");
    private static final byte[] PING = command("PING");

    private final BufferPool pool = new BufferPool(0);
    private final FrameQueue queue = new FrameQueue(pool, 1000, 64 << 20);
    private final MessageReader reader = new MessageReader(queue);
    private final List<String> order = new ArrayList<>();
    private ChannelToQueue channelToQueue;

    @BeforeEach
    void create() {
        channelToQueue = new ChannelToQueue(
                queue,
                command -> order.add(new String(command, 1, 4, StandardCharsets.US_ASCII)),
                MessageLimits.ofFrames(-1));
        rest();
    }

    /** Takes messages as a publisher does: as soon as the queue signals. */
    private void rest() {
        queue.consumer().signal(() -> {
            take();
            queue.consumer().rest();
        });
        queue.consumer().rest();
    }

    private void take() {
        while (reader.hasMessage()) {
            order.add(reader.takeMessage().string(0));
        }
        queue.producer().wakeAfterRelease();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1000})
    void shouldHandOnWhatCameBeforeACommandFirst(int piece) {
        byte[] stream = Frames.join(
                message("a"),
                Frames.command(CANCEL),
                message("b"),
                message("c"),
                Frames.command(CANCEL),
                Frames.command(CANCEL),
                message("d"));
        for (int from = 0; from < stream.length; from += piece) {
            channelToQueue.append(ByteBuffer.wrap(stream, from, Math.min(piece, stream.length - from)));
            queue.consumer().wakeAfterPublish();
        }
        assertThat(order).containsExactly("a", "CANC", "b", "c", "CANC", "CANC", "d");
    }

    @Test
    void shouldLeaveACommandBehindMessagesThatAreHeldBackButForHeartbeats() {
        queue.consumer().signal(QueueSignal.NONE);
        queue.limit(1, 64 << 20);
        channelToQueue.append(ByteBuffer.wrap(Frames.join(
                message("a"),
                message("b"),
                Frames.command(CANCEL),
                Frames.command(PING),
                message("c"),
                Frames.command(PING))));
        channelToQueue.goOn();
        assertThat(order).containsExactly("PING", "PING");

        for (String expected : List.of("a", "b", "c")) {
            assertThat(channelToQueue.hasHeldBack()).isEqualTo(!expected.equals("c"));
            take();
            assertThat(order).last().isEqualTo(expected);
            channelToQueue.goOn();
        }
        assertThat(order).containsExactly("PING", "PING", "a", "b", "CANC", "c");
    }

    private static byte[] message(String body) {
        return Frames.encode(ZmqMessage.ofStrings(body));
    }

    private static byte[] command(String name) {
        return Frames.join(new byte[] {(byte) name.length()}, name.getBytes(StandardCharsets.US_ASCII), new byte[2]);
    }
}
