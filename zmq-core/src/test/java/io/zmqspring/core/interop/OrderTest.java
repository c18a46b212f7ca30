package io.zmqspring.core.interop;

import io.zmqspring.core.ZmqContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many small messages, far more than queues hold. */
class OrderTest {

    private static final int MESSAGES = 100_000;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#allWithFlows")
    void shouldLoseNothingAndKeepTheOrder(Link link, Flow flow) {
        try (Conversation conversation = Conversation.begin(context, link, flow)) {
            if (conversation.weSend()) {
                conversation.exchangeNumbersFromUs(0, MESSAGES);
            }
            if (conversation.weReceive()) {
                conversation.exchangeNumbersFromPeer(0, MESSAGES);
            }
        }
    }
}
