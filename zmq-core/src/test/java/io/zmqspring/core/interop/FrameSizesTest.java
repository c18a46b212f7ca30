package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.ZmqContext;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames of every size at which something changes: short and long length, buffers of either side, the way of large
 * messages.
 */
class FrameSizesTest {

    private static final int[] SIZES = {
        0, 1, 254, 255, 256, 8191, 8192, 8193, 65_535, 65_536, 65_537, 1 << 20, 0, 255, 1 << 20, 1
    };
    private static final int MAX_SIZE = 64 << 20;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#allWithFlows")
    void shouldCarryFramesOfEverySizeOverOneConnection(Link link, Flow flow) {
        try (Conversation conversation = Conversation.begin(context, link, flow)) {
            for (int size : SIZES) {
                conversation.exchange(size);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#all")
    void shouldSend64MebibytesFromABuffer(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.PUSH_TO_PULL)) {
            ByteBuffer body = ByteBuffer.allocateDirect(MAX_SIZE)
                    .put(Frames.body(MAX_SIZE, 0))
                    .flip();

            assertThat(conversation.sender().send(body, Limits.WAIT)).as("sent").isTrue();

            assertThat(body.remaining()).isZero();
            assertThat(conversation.peer().receive()).isEqualTo(Frames.describe(Frames.message(MAX_SIZE)));
        }
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#all")
    void shouldReceive64MebibytesIntoABuffer(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.PULL_FROM_PUSH)) {
            ByteBuffer body = ByteBuffer.allocateDirect(MAX_SIZE);
            conversation.peer().send(MAX_SIZE);

            assertThat(conversation.receiver().receiveInto(body, Limits.WAIT)).isEqualTo(MAX_SIZE);

            assertThat(body.flip()).isEqualTo(ByteBuffer.wrap(Frames.body(MAX_SIZE, 0)));
        }
    }
}
