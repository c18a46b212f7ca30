package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.AddressingEnd;
import io.zmqspring.core.benchmark.engine.Engine;
import io.zmqspring.core.benchmark.engine.EngineSettings;
import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/**
 * A ROUTER offers messages to one peer after the other by their ids. They read nothing, so that in the end each offer
 * finds the peer and its full queue: what is measured is the choice. The routing id of a peer is its topic of
 * {@link TopicPublisher}.
 */
final class PeerChooser {

    /** Prime, so that all peers come, not in the order in which they connected. */
    private static final int STEP = 7919;

    private final AddressingEnd router;
    private final byte[][] peers;
    private final byte[] body;
    private int next;
    private long offered;
    private long taken;

    private PeerChooser(AddressingEnd router, byte[][] peers, int size) {
        this.router = router;
        this.peers = peers;
        this.body = new byte[size];
    }

    static byte[] id(int peer) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(TopicPublisher.topic(peer))
                .array();
    }

    static void run(Arguments arguments, Parent parent) throws Exception {
        CountDownLatch stopped = parent.stopped();
        EngineSettings settings = EngineSettings.from(arguments);
        String address = arguments.text("endpoint");
        byte[][] peers = new byte[arguments.integer("peers", 10)][];
        // Before the engine allocates: they stand side by side in memory, as in the C program.
        for (int i = 0; i < peers.length; i++) {
            peers[i] = id(i);
        }
        try (Engine engine = Engines.open(arguments.text("engine"), address, settings)) {
            AddressingEnd router = engine.openAddressing(address);
            parent.tellEndpoints(router.endpoint());
            for (int i = 0; i < peers.length; i++) {
                router.awaitPeer();
            }
            PeerChooser chooser =
                    new PeerChooser(router, peers, settings.shape().size());
            parent.tell(chooser.measure(arguments));
            stopped.await();
        }
    }

    private ResultLine measure(Arguments arguments) throws Exception {
        do {
            offerFor(arguments.nanos("warmup", 3));
        } while (hasRoom());
        long start = System.nanoTime();
        offerFor(arguments.nanos("seconds", 3));
        long nanos = System.nanoTime() - start;
        if (hasRoom()) {
            throw new IllegalStateException("peers have room: taken=" + taken + ", offered=" + offered);
        }
        return ResultLine.empty().with("measured", offered).with("nanos", nanos);
    }

    private void offerFor(long nanos) throws Exception {
        long start = System.nanoTime();
        offered = 0;
        taken = 0;
        do {
            taken += offerToEach();
            offered += peers.length;
        } while (System.nanoTime() - start < nanos);
    }

    private boolean hasRoom() {
        return taken > offered / 100;
    }

    private int offerToEach() throws Exception {
        int count = 0;
        for (int i = 0; i < peers.length; i++) {
            count += router.offer(peers[next], body) ? 1 : 0;
            next = (next + STEP) % peers.length;
        }
        return count;
    }
}
