package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.PeerStatus;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who the peer is and which protocol it speaks. */
class HandshakeTest {

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#allWithFlows")
    void shouldLearnTypeAndProtocolVersionOfThePeer(Link link, Flow flow) {
        try (Conversation conversation = Conversation.begin(context, link, flow)) {
            PeerStatus peer = conversation.socket().peers().get(0);

            assertThat(peer.type()).isEqualTo(flow.peerType());
            assertThat(peer.zmtpVersion()).isEqualTo(link.library().isInContainer() ? "3.1" : "3.0");
        }
    }
}
