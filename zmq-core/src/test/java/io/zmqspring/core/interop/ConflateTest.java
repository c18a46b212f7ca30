package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketOptions;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The newest message of a peer that sends more than is received (libzmq ZMQ_CONFLATE). */
class ConflateTest {

    private static final int COUNT = 500;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    static Stream<Link> links() {
        return Link.all();
    }

    private static final SocketOptions OPTIONS =
            Conversation.OPTIONS.toBuilder().conflate(true).build();

    @ParameterizedTest
    @MethodSource("links")
    void shouldReceiveTheNewestOnly(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.PULL_FROM_PUSH, OPTIONS)) {
            conversation.peer().count(0, COUNT);
            assertNewest(conversation, COUNT - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldReceiveTheNewestOfWhatItSubscribesTo(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.SUB_TO_XPUB, OPTIONS)) {
            SubSocket sub = (SubSocket) conversation.socket();
            sub.subscribe("1");
            sub.subscribe("2");
            sub.subscribe("3");
            for (int i = 1; i <= 3; i++) {
                assertThat(conversation.peer().receive()).startsWith("2:");
            }
            conversation.peer().count(1000, COUNT);
            assertNewest(conversation, 1000 + COUNT - 1);
        }
    }

    private static void assertNewest(Conversation conversation, int number) {
        Awaitility.await()
                .atMost(Limits.WAIT)
                .until(() -> conversation.socket().counters().dropped() == COUNT - 1);
        byte[] newest = conversation.receiver().receive(Limits.WAIT);
        assertThat(newest).isNotNull();
        assertThat(Frames.number(newest)).isEqualTo(number);
        assertThat(conversation.receiver().receive(Limits.MOMENT)).isNull();
    }
}
