package io.zmqspring.listener;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Workers that each handle the messages of some keys, in order. One thread shares messages out; used for one run. */
final class KeyedLanes implements Consumer<ZmqMessage> {

    private static final int CAPACITY = 64;
    private static final ZmqMessage END = ZmqMessage.of(new byte[0]);

    private final Envelope envelope;
    private final Consumer<ZmqMessage> deliver;
    private final Consumer<ZmqMessage> giveUp;
    private final List<Lane> lanes = new ArrayList<>();
    private final CountDownLatch left;
    private volatile boolean ended;
    private volatile boolean interrupted;

    /**
     * Creates lanes, none of which runs yet.
     *
     * @param count how many
     * @param envelope has the key of a message
     * @param deliver hands over a message; it must not throw
     * @param giveUp called for each message that there is no time for; it must not throw
     */
    KeyedLanes(int count, Envelope envelope, Consumer<ZmqMessage> deliver, Consumer<ZmqMessage> giveUp) {
        this.envelope = envelope;
        this.deliver = deliver;
        this.giveUp = giveUp;
        this.left = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            lanes.add(new Lane());
        }
    }

    /** Starts each lane on a thread of its own; when one cannot be started, those that were end. */
    void start(Executor executor) {
        try {
            lanes.forEach(executor::execute);
        } catch (RuntimeException | Error refused) {
            end();
            throw refused;
        }
    }

    /** Queues a message, waiting for room. */
    @Override
    public void accept(ZmqMessage message) {
        int lane = Math.floorMod(spread(key(message)), lanes.size());
        try {
            lanes.get(lane).queue.put(message);
        } catch (InterruptedException noTimeLeft) {
            Thread.currentThread().interrupt();
            giveUp.accept(message);
        }
    }

    private int key(ZmqMessage message) {
        return switch (envelope) {
            case TOPIC, ROUTING_ID -> Arrays.hashCode(message.frame(0));
            case NONE, DELIMITER -> System.identityHashCode(message.peer());
        };
    }

    private static int spread(int hash) {
        return hash * 0x9E3779B9 >>> 16;
    }

    /** Lets each lane end when it has handled what it has; to be called when no message comes any more. */
    void end() {
        ended = true;
        lanes.forEach(lane -> lane.queue.offer(END));
    }

    /** {@return whether all lanes have ended in time; if not, they are interrupted and give up what they have} */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        if (left.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return true;
        }
        interrupted = true;
        lanes.forEach(Lane::interrupt);
        return left.await(1, TimeUnit.SECONDS);
    }

    boolean isWorker() {
        return lanes.stream().anyMatch(lane -> lane.thread == Thread.currentThread());
    }

    private final class Lane implements Runnable {

        private final BlockingQueue<ZmqMessage> queue = new ArrayBlockingQueue<>(CAPACITY);
        private volatile @Nullable Thread thread;

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                ZmqMessage next = next();
                while (next != null) {
                    handle(next);
                    next = next();
                }
            } finally {
                thread = null;
                left.countDown();
            }
        }

        private @Nullable ZmqMessage next() {
            while (!ended) {
                try {
                    return queue.take();
                } catch (InterruptedException leftByTheListener) {
                    // Only the end ends a lane.
                }
            }
            return queue.poll();
        }

        private void handle(ZmqMessage message) {
            if (message == END) {
                return;
            }
            if (interrupted) {
                giveUp.accept(message);
            } else {
                deliver.accept(message);
            }
            if (!interrupted) {
                Thread.interrupted();
            }
        }

        private void interrupt() {
            Thread running = thread;
            if (running != null) {
                running.interrupt();
            }
        }
    }
}
