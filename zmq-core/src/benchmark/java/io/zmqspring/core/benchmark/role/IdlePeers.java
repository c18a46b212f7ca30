package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.engine.SocketAddresses;
import io.zmqspring.core.benchmark.workload.Arguments;
import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Peers that connect, agree with the other side that they would send, and never do. */
final class IdlePeers {

    private IdlePeers() {}

    static void run(Arguments arguments, Parent parent) throws IOException, InterruptedException {
        CountDownLatch stopped = parent.stopped();
        List<SocketChannel> peers = new ArrayList<>();
        try {
            connect(peers, arguments.text("endpoint"), arguments.integer("connections", 5000));
            parent.tell(ResultLine.empty().with("connected", peers.size()));
            stopped.await();
        } finally {
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    private static void connect(List<SocketChannel> peers, String endpoint, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel peer = SocketAddresses.connect(endpoint);
            peers.add(peer);
            RawHandshake.complete(peer, "PUSH", new byte[0]);
        }
    }
}
