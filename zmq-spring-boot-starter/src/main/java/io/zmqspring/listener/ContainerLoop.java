package io.zmqspring.listener;

import io.zmqspring.core.lifecycle.ConcurrentReplier;
import io.zmqspring.core.lifecycle.ReceiveLoop;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.Envelope;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a container: a receive loop, whose workers call the listener, or share messages out to lanes by key. */
final class ContainerLoop {

    private final ReceiveLoop loop;
    private final @Nullable KeyedLanes lanes;
    private final boolean keepAlive;

    private ContainerLoop(ReceiveLoop loop, @Nullable KeyedLanes lanes, boolean keepAlive) {
        this.loop = loop;
        this.lanes = lanes;
        this.keepAlive = keepAlive;
    }

    /**
     * Creates a run, not yet started.
     *
     * @param batches hands over batches, or {@code null} for single messages
     * @param keepAlive whether the JVM would end although it runs
     * @param onIdle called when no message came for the idle interval
     * @param onFailure called when the loop cannot go on
     */
    static ContainerLoop of(
            RestartableSocket socket,
            ContainerProperties properties,
            Delivery delivery,
            @Nullable BatchDelivery batches,
            boolean paused,
            boolean keepAlive,
            Consumer<Duration> onIdle,
            Consumer<Throwable> onFailure) {
        int concurrency = properties.getConcurrency();
        KeyedLanes lanes = properties.getOrdering() == MessageOrdering.PER_KEY && concurrency > 1
                ? new KeyedLanes(concurrency, envelope(socket), delivery::deliver, delivery::giveUp)
                : null;
        ReceiveLoop.Builder builder = batches == null
                ? ReceiveLoop.builder(socket, lanes == null ? delivery::deliver : lanes)
                : ReceiveLoop.batches(
                        socket, properties.getBatchSize(), properties.getBatchTimeout(), batches::deliver);
        builder.concurrency(lanes == null ? concurrency : 1)
                .paused(paused)
                .idle(properties.getIdleEventInterval(), onIdle)
                .onFailure(onFailure)
                .onEnd(() -> end(lanes, keepAlive));
        return new ContainerLoop(builder.build(), lanes, keepAlive);
    }

    private static Envelope envelope(RestartableSocket socket) {
        return socket instanceof ConcurrentReplier replier && replier.repliesConcurrently()
                ? Envelope.ROUTING_ID
                : Envelope.of(socket.type());
    }

    private static void end(@Nullable KeyedLanes lanes, boolean keptAlive) {
        if (lanes != null) {
            lanes.end();
        }
        if (keptAlive) {
            KeepAlive.release();
        }
    }

    void start(Executor executor) {
        if (keepAlive) {
            KeepAlive.hold();
        }
        if (lanes != null) {
            startLanes(lanes, executor);
        }
        loop.start(executor);
    }

    /** Where there is no thread for a lane, the loop never starts, and so never ends. */
    private void startLanes(KeyedLanes lanes, Executor executor) {
        try {
            lanes.start(executor);
        } catch (RuntimeException | Error refused) {
            end(null, keepAlive);
            throw refused;
        }
    }

    void pause() {
        loop.pause();
    }

    void resume() {
        loop.resume();
    }

    boolean isWorker() {
        return loop.isWorker() || lanes != null && lanes.isWorker();
    }

    /** As {@link ReceiveLoop#requestStop()}. */
    void requestStop() {
        loop.requestStop();
    }

    /** Called by a worker: as {@link ReceiveLoop#awaitOthers}; lanes other than its own are not waited for. */
    void awaitOthers(Duration timeout) {
        loop.awaitOthers(timeout);
    }

    /** {@return whether all has ended in time} */
    boolean stop(Duration timeout, boolean immediate) throws InterruptedException {
        long startNs = System.nanoTime();
        boolean ended = immediate ? loop.stopNow(timeout) : loop.stop(timeout);
        if (lanes == null) {
            return ended;
        }
        Duration left = timeout.minusNanos(System.nanoTime() - startNs);
        return lanes.awaitEnd(left.isNegative() ? Duration.ZERO : left) && ended;
    }
}
