package io.zmqspring.core.interop;

import io.zmqspring.core.ZmqContext;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of several frames, empty ones among them. */
class MultipartTest {

    private static final int[][] MESSAGES = {
        {1, 2},
        {0, 0},
        {0, 255, 0},
        {256, 0, 65_537},
        {1 << 20, 0, 1 << 20},
        {7},
        IntStream.range(0, 1000).map(frame -> frame % 300).toArray(),
        IntStream.range(0, 1000).map(frame -> 0).toArray(),
        {0}
    };

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#allWithFlows")
    void shouldKeepTheFramesOfAMessageTogetherAndInOrder(Link link, Flow flow) {
        try (Conversation conversation = Conversation.begin(context, link, flow)) {
            for (int[] sizes : MESSAGES) {
                conversation.exchange(sizes);
            }
        }
    }
}
