package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;

/** A well-behaved peer on the same socket as a bad one: what the bad one does must not disturb it. */
final class HealthyNeighbour implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PullSocket socket;
    private final RawPeer peer;
    private int sent;

    /** Connects and sends a first message. */
    HealthyNeighbour(PullSocket socket, String endpoint) {
        this.socket = socket;
        this.peer = RawPeer.connect(endpoint).handshake("PUSH");
        assertUndisturbed();
    }

    /** The same connection as at the beginning still carries messages. */
    void assertUndisturbed() {
        String text = "still here " + sent++;
        peer.send(Zmtp.message(text));
        assertThat(nextText(socket)).isEqualTo(text);
    }

    static String nextText(MessageReceiver socket) {
        byte[] body = socket.receive(PATIENCE);
        assertThat(body).as("a message within %s", PATIENCE).isNotNull();
        return Zmtp.text(body);
    }

    @Override
    public void close() {
        peer.close();
    }
}
