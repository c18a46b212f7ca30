package io.zmqspring.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.EnvelopedMessage;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The mark of {@link PeersById} that a peer has no room, while another thread makes room: a mark that stays, or one
 * that is set after the signal looked for it, refuses the peer for ever.
 */
class KnownFullPeerTest {

    private static final int MESSAGES = 200_000;
    private static final int PEERS = 3;
    private static final long LIMIT_S = 60;

    /** Without a message for so long, although the receiver takes all there is at once. */
    private static final long STUCK_NS = 20_000_000_000L;

    private final AddressedPeers peers = new AddressedPeers(
            "a socket", SocketOptions.builder().routerMandatory(true).build(), (pipe, reason) -> {});

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void shouldGetEveryMessageToAPeerThatIsFullAgainAndAgain(int mark) throws Exception {
        List<Pipe> pipes = IntStream.range(0, PEERS)
                .mapToObj(peer -> connected("peer" + peer, mark))
                .toList();
        FutureTask<Integer> receiving = new FutureTask<>(() -> receive(pipes));
        Thread receiver = new Thread(receiving, "receiver");
        receiver.start();
        try {
            int refusals = send(pipes);

            assertThat(receiving.get(LIMIT_S, TimeUnit.SECONDS)).isEqualTo(MESSAGES);
            assertThat(refusals)
                    .as("refusals, without which nothing was tested")
                    .isPositive();
        } finally {
            receiver.interrupt();
            receiver.join(TimeUnit.SECONDS.toMillis(LIMIT_S));
        }
    }

    /** Ends when it is interrupted, or has all messages. */
    private static int receive(List<Pipe> pipes) {
        List<MessageReader> readers = pipes.stream().map(Pipes::peerReader).toList();
        int received = 0;
        while (received < MESSAGES && !Thread.currentThread().isInterrupted()) {
            for (int i = 0; i < PEERS; i++) {
                if (readers.get(i).hasMessage()) {
                    readers.get(i).takeMessage();
                    pipes.get(i).outgoing().producer().wakeAfterRelease();
                    received++;
                }
            }
        }
        return received;
    }

    private int send(List<Pipe> pipes) {
        EnvelopedMessage addressed = new EnvelopedMessage();
        byte[] body = new byte[10];
        int refusals = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] id = pipes.get(i % PEERS).routingId();
            long since = System.nanoTime();
            while (peers.route(addressed.to(id, body), true) == null) {
                refusals++;
                assertThat(System.nanoTime() - since)
                        .as("ns that message %d is refused, %d of them queued", i, queued(pipes))
                        .isLessThan(STUCK_NS);
            }
        }
        return refusals;
    }

    private static long queued(List<Pipe> pipes) {
        return pipes.stream().mapToLong(pipe -> pipe.outgoing().size()).sum();
    }

    private Pipe connected(String id, int mark) {
        Pipe pipe = Pipes.withMark(mark);
        pipe.outgoing().producer().signal(() -> peers.activate(pipe));
        pipe.peer(new ZmqPeer(
                SocketType.DEALER,
                "3.1",
                Map.of("Identity", id.getBytes(StandardCharsets.US_ASCII)),
                "tcp://here",
                "tcp://there"));
        assertThat(peers.attached(pipe)).isTrue();
        assertThat(peers.connected(pipe)).isNull();
        return pipe;
    }
}
