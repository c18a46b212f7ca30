package io.zmqspring.socket;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.monitor.SocketCounters;
import java.util.Collection;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Closes sockets at the same time, so that each waits out its own linger only, and logs what they lose. */
final class ParallelClose {

    private static final Log logger = LogFactory.getLog(ParallelClose.class);

    private ParallelClose() {}

    /** Returns when all are closed, or the thread is interrupted, which leaves the flag set. */
    static void closeAll(Collection<RestartableSocket> sockets) {
        awaitAll(sockets.stream()
                .map(socket -> new Thread(() -> close(socket), "zmq-close-" + socket.name()))
                .toList());
    }

    /** The same for requesters. */
    static void closeRequesters(Collection<NamedRequester> requesters) {
        awaitAll(requesters.stream()
                .map(requester -> new Thread(requester::close, "zmq-close-" + requester.name()))
                .toList());
    }

    private static void awaitAll(List<Thread> closing) {
        closing.forEach(Thread::start);
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(RestartableSocket socket) {
        SocketCounters before = socket.counters();
        socket.close();
        long lost = socket.counters().dropped() - before.dropped();
        if (lost > 0) {
            long unreceived = Math.min(lost, before.queuedToReceive());
            logger.warn("socket '" + socket.name() + "' (" + socket.type() + ") is closed and lost " + lost
                    + (lost == 1 ? " message: " : " messages: ") + unreceived + " not received, " + (lost - unreceived)
                    + " not sent within its linger");
        }
    }
}
