package io.zmqspring.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.pipe.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeersByIdTest {

    private final PeersById peers = new PeersById();

    @Test
    void shouldFindAPeerByTheBytesOfItsId() {
        Pipe pipe = pipe("one");
        peers.add(pipe);

        assertThat(peers.find(bytes("one"))).isSameAs(pipe);
        assertThat(peers.find(bytes("on"))).isNull();
        assertThat(peers.find(new byte[0])).isNull();
        assertThat(peers.size()).isOne();
    }

    @Test
    void shouldNotRemoveAnotherPeerOfTheSameId() {
        Pipe pipe = pipe("one");
        peers.add(pipe);

        peers.remove(pipe("one"));
        peers.remove(Pipes.withMark(0));
        assertThat(peers.find(bytes("one"))).isSameAs(pipe);
        peers.remove(pipe);
        peers.remove(pipe);

        assertThat(peers.find(bytes("one"))).isNull();
        assertThat(peers.size()).isZero();
    }

    @Test
    void shouldFindEachOfThousandsWhateverComesAndGoes() {
        Map<String, Pipe> expected = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 40_000; i++) {
            String id = Integer.toString(random.nextInt(4_000), 36);
            Pipe there = expected.remove(id);
            if (there == null) {
                expected.put(id, pipe(id));
                peers.add(expected.get(id));
            } else {
                peers.remove(there);
            }
            assertThat(peers.find(bytes(id))).isSameAs(expected.get(id));
        }
        for (int i = 0; i < 4_000; i++) {
            String id = Integer.toString(i, 36);
            assertThat(peers.find(bytes(id))).isSameAs(expected.get(id));
        }
        assertThat(peers.size()).isEqualTo(expected.size());
    }

    private static Pipe pipe(String id) {
        Pipe pipe = Pipes.withMark(0);
        pipe.routingId(bytes(id));
        return pipe;
    }

    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.US_ASCII);
    }
}
