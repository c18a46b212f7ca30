package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.ZmqContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that end without a word and come back. */
class ReconnectTest {

    private static final int WHILE_AWAY = 900;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @ParameterizedTest
    @EnumSource(Library.class)
    void shouldDeliverOnceWhatWasQueuedWhileTheBoundPeerWasAway(Library library) {
        shouldDeliverOnceWhatWasQueuedWhileAway(new Link(library, Link.Transport.TCP, Link.Role.WE_CONNECT));
    }

    @Test
    void shouldDeliverOnceWhatWasQueuedWhileTheBoundPeerWasAwayOverIpc() {
        shouldDeliverOnceWhatWasQueuedWhileAway(new Link(Library.LIBZMQ, Link.Transport.IPC, Link.Role.WE_CONNECT));
    }

    private void shouldDeliverOnceWhatWasQueuedWhileAway(Link link) {
        for (Flow flow : new Flow[] {Flow.PUSH_TO_PULL, Flow.PAIR_WITH_PAIR, Flow.DEALER_WITH_DEALER}) {
            try (Conversation conversation = Conversation.begin(context, link, flow)) {
                conversation.exchangeNumbersFromUs(0, 10);
                conversation.killPeer();
                conversation.sendNumbers(0, WHILE_AWAY);
                assertThat(conversation.socket().counters().queuedToSend()).isEqualTo(WHILE_AWAY);

                conversation.replacePeer();

                conversation.peer().expect(0, WHILE_AWAY);
                conversation.exchangeNumbersFromUs(WHILE_AWAY, 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#allWithFlows")
    void shouldTalkToThePeerThatTakesThePlaceOfAKilledOne(Link link, Flow flow) {
        try (Conversation conversation = Conversation.begin(context, link, flow)) {
            for (int generation = 0; generation < 3; generation++) {
                conversation.exchange(generation);
                conversation.killPeer();
                conversation.replacePeer();
                conversation.awaitPeer();
            }
            conversation.exchange(255);
        }
    }
}
