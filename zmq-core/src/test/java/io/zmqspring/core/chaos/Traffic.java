package io.zmqspring.core.chaos;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.error.ZmqBufferTooSmallException;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqFrameCountException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One direction of an episode: threads that send numbered streams, and threads that receive them in all ways there are.
 */
final class Traffic implements BodyReader.Listener {

    /** What a receiving thread does inside a handler once, before it takes the next message. */
    interface InHandler {

        /** Called before each frame. */
        void onFrame();
    }

    private final World world;
    private final EpisodePlan plan;
    private final MessageSender from;
    private final MessageReceiver to;
    private final Dice dice;
    private final @Nullable InHandler inHandler;
    private final List<Thread> senders = new ArrayList<>();
    private final List<Thread> receivers = new ArrayList<>();
    private final Map<Integer, Tally> tallies = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile boolean stopSending;
    private volatile boolean stopReceiving;

    Traffic(
            World world,
            EpisodePlan plan,
            Dice dice,
            MessageSender from,
            MessageReceiver to,
            @Nullable InHandler inHandler) {
        this.world = world;
        this.plan = plan;
        this.dice = dice;
        this.from = from;
        this.to = to;
        this.inHandler = inHandler;
        boolean ordered = plan.receivers() == 1
                && !plan.rebinds()
                && !plan.reconnects()
                && plan.name() != EpisodePlan.Name.BESIDE_AN_UNKNOWN;
        for (int i = 0; i < plan.senders(); i++) {
            int stream = world.nextStream();
            tallies.put(stream, new Tally(stream, ordered));
            Dice own = dice.split();
            senders.add(thread("sender-" + stream, () -> send(stream, own)));
        }
        for (int i = 0; i < plan.receivers(); i++) {
            Dice own = dice.split();
            receivers.add(thread("receiver-" + i, () -> receive(own)));
        }
    }

    private Thread thread(String name, World.Step body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (ZmqClosedException expected) {
                        Thread.interrupted();
                    } catch (Throwable e) {
                        StackTraceElement[] frames = e.getStackTrace();
                        world.verdicts()
                                .violated(
                                        "unexpected exception",
                                        e + " at " + List.of(frames).subList(0, Math.min(6, frames.length)) + " in "
                                                + plan);
                    }
                },
                Thread.currentThread().getName() + "-" + name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        receivers.forEach(Thread::start);
        senders.forEach(Thread::start);
    }

    private void send(int stream, Dice own) throws Exception {
        for (long number = 0; number < plan.messages() && !stopSending; ) {
            int further = own.chance(0.15) ? own.between(1, 5) : 0;
            int payload = own.between(0, plan.payload());
            Object content = further > 0
                    ? Body.message(stream, number, payload, further)
                    : Body.first(stream, number, payload, 0);
            try {
                if (sendOnce(content, own)) {
                    number++;
                    sent.incrementAndGet();
                }
            } catch (ZmqInterruptedException expected) {
                Thread.interrupted();
            } catch (ZmqTimeoutException expected) {
                continue;
            }
        }
    }

    private boolean sendOnce(Object content, Dice own) throws Exception {
        Duration wait = own.millis(0, 300);
        int way = own.between(0, 9);
        if (content instanceof ZmqMessage message) {
            return way < 8
                    ? world.calls().call("send(timeout)", wait, () -> from.send(message, wait))
                    : world.calls().call("trySend", Duration.ZERO, () -> from.trySend(message));
        }
        byte[] body = (byte[]) content;
        if (way < 5) {
            return world.calls().call("send(timeout)", wait, () -> from.send(body, wait));
        }
        if (way < 8) {
            ByteBuffer buffer = way < 7
                    ? ByteBuffer.wrap(body)
                    : ByteBuffer.allocateDirect(body.length).put(body).flip();
            return world.calls().call("send(timeout)", wait, () -> from.send(buffer, wait));
        }
        if (way < 9) {
            return world.calls().call("trySend", Duration.ZERO, () -> from.trySend(body));
        }
        world.calls().call("send()", Duration.ofSeconds(1), () -> {
            from.send(body);
            return true;
        });
        return true;
    }

    private void receive(Dice own) throws Exception {
        BodyReader reader = new BodyReader(this);
        ByteBuffer buffer = ByteBuffer.allocate(200);
        while (!stopReceiving) {
            try {
                receiveOnce(own, reader, buffer.clear());
            } catch (ZmqInterruptedException expected) {
                Thread.interrupted();
            } catch (ZmqTimeoutException expected) {
                continue;
            }
            if (plan.slow() && own.chance(0.02)) {
                BoundedCalls.pause(own.between(1, 50));
            }
        }
    }

    private void receiveOnce(Dice own, BodyReader reader, ByteBuffer buffer) throws Exception {
        Duration wait = own.millis(0, 300);
        int way = inHandler != null ? 0 : own.between(0, 9);
        try {
            if (way < 4) {
                poll(own, reader, wait);
            } else if (way < 6) {
                read(reader, world.calls().call("receive(timeout)", wait, () -> to.receive(wait)));
            } else if (way < 7) {
                read(reader, world.calls().call("tryReceive", Duration.ZERO, to::tryReceive));
            } else if (way < 8) {
                if (world.calls().call("receiveInto(timeout)", wait, () -> to.receiveInto(buffer, wait)) >= 0) {
                    received.incrementAndGet();
                    reader.onFrame(buffer.flip(), false);
                }
            } else if (way < 9) {
                read(reader, world.calls().call("receive()", Duration.ofSeconds(1), () -> to.receive()));
            } else {
                readMessage(reader, wait);
            }
        } catch (ZmqFrameCountException | ZmqBufferTooSmallException otherShape) {
            readMessage(reader, wait);
        }
    }

    private void read(BodyReader reader, byte @Nullable [] body) {
        if (body != null) {
            received.incrementAndGet();
            reader.read(body);
        }
    }

    private void readMessage(BodyReader reader, Duration wait) throws Exception {
        ZmqMessage message = world.calls().call("receiveMessage(timeout)", wait, () -> to.receiveMessage(wait));
        if (message != null) {
            received.incrementAndGet();
            reader.read(message);
        }
    }

    private void poll(Dice own, BodyReader reader, Duration wait) throws Exception {
        boolean throwing = plan.throwing() && own.chance(0.1);
        try {
            world.calls()
                    .call(
                            "poll(handler, timeout)",
                            wait,
                            () -> to.poll(
                                    (frame, more) -> {
                                        if (inHandler != null) {
                                            inHandler.onFrame();
                                        }
                                        reader.onFrame(frame, more);
                                        if (throwing) {
                                            reader.abort();
                                            throw new ChaosException();
                                        }
                                        received.addAndGet(more ? 0 : 1);
                                    },
                                    own.between(1, 20),
                                    wait));
        } catch (ChaosException expected) {
            received.incrementAndGet();
        }
    }

    @Override
    public void onMessage(int stream, long number, long sentNs) {
        Tally tally = tallies.get(stream);
        if (tally == null) {
            world.verdicts().violated("episode", "a message of stream " + stream + " came to " + plan);
        } else {
            tally.received(number);
        }
    }

    @Override
    public void onForeign() {
        world.verdicts().violated("episode", "a message of nobody came to " + plan);
    }

    @Override
    public void onCorrupt(String what) {
        world.verdicts().violated("corrupt message", what + " in " + plan);
    }

    /** Interrupts one of the threads. */
    void interruptOne() {
        (dice.chance(0.5) ? dice.of(senders) : dice.of(receivers)).interrupt();
    }

    /** {@return whether the senders have sent all} */
    boolean awaitSenders(long maxMs) {
        return world.await(maxMs, () -> senders.stream().noneMatch(Thread::isAlive));
    }

    void stopSending() {
        stopSending = true;
    }

    void stopReceiving() {
        stopReceiving = true;
    }

    /** Waits for the end of all threads. */
    void join() {
        stopSending = true;
        stopReceiving = true;
        boolean ended = world.await(
                20_000,
                () -> senders.stream().noneMatch(Thread::isAlive)
                        && receivers.stream().noneMatch(Thread::isAlive));
        if (!ended) {
            world.verdicts().violated("episode", "threads do not end in " + plan);
        }
    }

    long sent() {
        return sent.get();
    }

    long received() {
        return received.get();
    }

    /** Looks at the streams. */
    void check() {
        for (Tally tally : tallies.values()) {
            boolean gap = plan.accountsForAll() && plan.deliversAll() && tally.gaps() > 0;
            if (tally.repeated() > 0 || gap) {
                world.verdicts().violated("repeated or out of order", tally + " in " + plan);
            }
        }
    }
}
