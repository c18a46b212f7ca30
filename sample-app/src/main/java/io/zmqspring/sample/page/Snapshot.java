package io.zmqspring.sample.page;

import io.zmqspring.sample.market.Price;
import java.util.List;
import java.util.Map;

/**
 * The state of the application, as the page gets it. Counters only grow; the page makes rates of them.
 *
 * @param at when it was taken, in milliseconds since 1970
 * @param startedAt when the application was started; counters begin there
 * @param process the name of this process
 * @param prices the latest of each symbol
 * @param tasks what was sent to the workers
 * @param workers all that have sent a result, and all of this process
 * @param requests what has become of the requests
 * @param responders all that have answered
 * @param latencies of the last ten seconds, by pattern
 * @param sockets all of this process, requesters too
 * @param listeners all of this process
 * @param messages the latest, oldest first
 */
record Snapshot(
        long at,
        long startedAt,
        String process,
        Map<String, Price> prices,
        Tasks tasks,
        List<WorkerState> workers,
        Requests requests,
        Map<String, Long> responders,
        Map<String, Latency> latencies,
        List<SocketCounts> sockets,
        List<ListenerState> listeners,
        List<MessageLog.Line> messages) {

    /**
     * Tasks of the pipeline.
     *
     * @param sent given to a worker
     * @param refused not sent, since no worker had room
     */
    record Tasks(long sent, long refused) {}

    /**
     * A worker.
     *
     * @param name its name
     * @param local whether it is one of this process, which can kill it
     * @param running whether it works; of another process this is not known, and {@code true}
     * @param done how many results it has sent
     */
    record WorkerState(String name, boolean local, boolean running, long done) {}

    /**
     * Requests.
     *
     * @param answered with a reply
     * @param timedOut without a reply in time
     * @param retried attempts after one that had got no reply in time
     * @param failedOver attempts after one whose responder had gone
     */
    record Requests(long answered, long timedOut, long retried, long failedOver) {}

    /**
     * Times from sending to receiving, in milliseconds.
     *
     * @param p50 half of the messages took no longer
     * @param p95 95 of 100 took no longer
     * @param p99 99 of 100 took no longer
     */
    record Latency(double p50, double p95, double p99) {}

    /**
     * A socket.
     *
     * @param name its name
     * @param type its type, or {@code REQUESTER}
     * @param open whether it is open
     * @param peers connected
     * @param sent messages queued to a peer
     * @param received messages given to the application
     * @param queued messages that wait, in both directions
     * @param dropped messages given up
     */
    record SocketCounts(
            String name, String type, boolean open, long peers, long sent, long received, long queued, long dropped) {}

    /**
     * A listener.
     *
     * @param id its id
     * @param socket the socket it receives from
     * @param running whether it runs
     * @param paused whether it is paused
     * @param received messages taken from the socket
     * @param failed messages it could not handle
     */
    record ListenerState(String id, String socket, boolean running, boolean paused, long received, long failed) {}
}
