package io.zmqspring.core.chaos;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.SocketCounters;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stream that no fault concerns, beside those that faults concern: every message must arrive, in order, and soon. Its
 * sockets share context and I/O threads with the others, and where it has no receiver of its own also the receiving
 * socket.
 */
final class Healthy {

    static final Duration MAX_P99 = Duration.ofSeconds(2);

    private static final Duration SEND_LIMIT = Duration.ofSeconds(10);
    private static final Duration RECEIVE_WAIT = Duration.ofMillis(500);

    private final World world;
    private final String name;
    private final MessageSender sender;
    private final @Nullable MessageReceiver receiver;
    private final Tally tally;
    private final int stream;
    private final Latency latency;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong disconnects = new AtomicLong();
    private volatile @Nullable String disconnectReason;
    private volatile boolean ended;

    /**
     * Creates a stream.
     *
     * @param name for the report
     * @param sender connected or bound
     * @param receiver of the stream alone
     */
    static Healthy ownReceiver(World world, String name, MessageSender sender, MessageReceiver receiver) {
        int stream = world.nextStream();
        Healthy healthy = new Healthy(world, name, sender, receiver, new Tally(stream, true), stream, new Latency());
        ((ZmqSocket) receiver).addMonitorListener(healthy::onEvent);
        return healthy;
    }

    /** Creates a stream to the PULL of an arena. */
    static Healthy toArena(World world, String name, MessageSender sender, Arena arena) {
        int stream = world.nextStream();
        Latency latency = new Latency();
        return new Healthy(world, name, sender, null, arena.expect(stream, latency), stream, latency);
    }

    private Healthy(
            World world,
            String name,
            MessageSender sender,
            @Nullable MessageReceiver receiver,
            Tally tally,
            int stream,
            Latency latency) {
        this.world = world;
        this.name = name;
        this.sender = sender;
        this.receiver = receiver;
        this.tally = tally;
        this.stream = stream;
        this.latency = latency;
    }

    private void onEvent(MonitorEvent event) {
        if (event instanceof MonitorEvent.Disconnected gone && !ended) {
            disconnects.incrementAndGet();
            disconnectReason = gone.reason();
        }
    }

    /** Starts its threads. */
    void start() {
        ((ZmqSocket) sender).addMonitorListener(this::onEvent);
        Dice dice = new Dice(world.options().seed(), name);
        world.actor("chaos-" + name, () -> sendOne(dice));
        if (receiver != null) {
            startReceiver(receiver);
        }
    }

    private void startReceiver(MessageReceiver from) {
        BodyReader reader = new BodyReader(new Arrivals());
        Thread thread = new Thread(
                () -> {
                    while (!ended) {
                        world.guarded(() -> {
                            byte[] body = world.calls()
                                    .call("receive(timeout)", RECEIVE_WAIT, () -> from.receive(RECEIVE_WAIT));
                            if (body != null) {
                                reader.read(body);
                            }
                        });
                    }
                },
                "chaos-" + name + "-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    private void sendOne(Dice dice) throws Exception {
        int payload = dice.chance(0.02) ? dice.between(1_000, 60_000) : dice.between(0, 300);
        byte[] body = Body.first(stream, sent.get(), payload, 0);
        boolean taken =
                world.calls().call("send(timeout), healthy", Duration.ZERO, () -> sender.send(body, SEND_LIMIT));
        if (taken) {
            sent.incrementAndGet();
        } else {
            world.verdicts().violated("healthy stream", name + ": no room within " + SEND_LIMIT);
        }
        LockSupport.parkNanos(dice.between(1, 8) * 1_000_000L);
    }

    /** Looks whether everything has arrived. The sending thread has ended. */
    void settle() {
        world.await(20_000, () -> tally.received() >= sent.get());
        ended = true;
        SocketCounters counters = ((ZmqSocket) sender).counters();
        long p99 = latency.quantile(0.99);
        if (tally.received() != sent.get() || tally.gaps() > 0 || tally.repeated() > 0 || counters.dropped() > 0) {
            world.verdicts()
                    .violated(
                            "healthy stream",
                            name + ": sent=" + sent + ", " + tally + ", counters=" + counters + ", receiver="
                                    + (receiver == null ? "" : ((ZmqSocket) receiver).counters()));
        }
        if (disconnects.get() > 0) {
            world.verdicts()
                    .violated(
                            "healthy stream",
                            name + ": lost its connection " + disconnects + " times: " + disconnectReason);
        }
        if (p99 > MAX_P99.toNanos()) {
            world.verdicts().violated("healthy stream", name + ": p99 is " + p99 / 1_000_000 + " ms");
        }
        world.account().add("healthy: " + name, sent.get(), tally.received(), counters.dropped(), 0);
    }

    private final class Arrivals implements BodyReader.Listener {

        @Override
        public void onMessage(int from, long number, long sentNs) {
            long tookNs = System.nanoTime() - sentNs;
            latency.add(tookNs);
            world.healthy().add(tookNs);
            if (from == stream) {
                tally.received(number);
            } else {
                world.verdicts().violated("healthy stream", name + ": got a message of stream " + from);
            }
        }

        @Override
        public void onForeign() {
            world.verdicts().violated("healthy stream", name + ": got a message of nobody");
        }

        @Override
        public void onCorrupt(String what) {
            world.verdicts().violated("corrupt message", name + ": " + what);
        }
    }
}
