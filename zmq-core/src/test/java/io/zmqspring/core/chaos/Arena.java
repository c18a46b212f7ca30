package io.zmqspring.core.chaos;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqException;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A context with bound sockets to which strangers come: a PULL, a PUSH and a PAIR, served by threads that live as long
 * as the run. Beside the strangers a well-behaved peer uses the PULL, and nothing may happen to it.
 */
final class Arena {

    static final int MAX_MESSAGE_SIZE = 1 << 20;

    private static final Duration WAIT = Duration.ofMillis(200);
    private static final int POLL_MESSAGES = 64;

    private final World world;
    private final String name;
    private final ZmqContext context;
    private final PullSocket pull;
    private final PushSocket push;
    private final PairSocket pair;
    private final List<String> pullEndpoints;
    private final List<String> pushEndpoints;
    private final List<String> pairEndpoints;
    private final Map<Integer, Tally> expected = new ConcurrentHashMap<>();
    private final Map<Integer, Latency> latencies = new ConcurrentHashMap<>();
    private final AtomicLong received = new AtomicLong();
    private final int pushStream;
    private final PullSocket ownReceiver;
    private final Tally ownReceived;
    private final Thread consumer;
    private volatile boolean ended;
    private long pushed;

    Arena(World world, String name, int ioThreads, Duration heartbeat) {
        this.world = world;
        this.name = name;
        this.context =
                ZmqContext.create(ContextOptions.builder().ioThreads(ioThreads).build());
        SocketOptions options = SocketOptions.builder()
                .sendHwm(50)
                .receiveHwm(100)
                .receiveHwmBytes(4 << 20)
                .sendHwmBytes(4 << 20)
                .maxMessageSize(MAX_MESSAGE_SIZE)
                .handshakeTimeout(Duration.ofSeconds(2))
                .heartbeatInterval(heartbeat)
                .heartbeatTimeout(Duration.ofSeconds(10))
                .linger(Duration.ofMillis(200))
                .build();
        this.pull = context.pull(options);
        this.push = context.push(options);
        this.pair = context.pair(options);
        if (world.faults().isOn(Fault.MONITOR_THROWS)) {
            pull.addMonitorListener(event -> {
                world.faults().count(Fault.MONITOR_THROWS);
                throw new ChaosException();
            });
        }
        this.pullEndpoints = List.of(pull.bind("tcp://127.0.0.1:*"), pull.bind("ipc://*"));
        this.pushEndpoints = List.of(push.bind("tcp://127.0.0.1:*"), push.bind("ipc://*"));
        this.pairEndpoints = List.of(pair.bind("tcp://127.0.0.1:*"));
        this.ownReceiver = context.pull(options);
        ownReceiver.connect(pushEndpoints.get(0));
        this.pushStream = world.nextStream();
        // What a lost peer left unsent goes to another later, so the order is not kept.
        this.ownReceived = new Tally(pushStream, false);
        this.consumer = new Thread(this::consume, "chaos-" + name + "-consumer");
        consumer.setDaemon(true);
    }

    /** Starts its threads. */
    void start() {
        consumer.start();
        Dice sending = new Dice(world.options().seed(), name + " push");
        world.actor("chaos-" + name + "-push", () -> pushOne(sending));
        BodyReader reader = new BodyReader(new Ours(ownReceived));
        world.actor("chaos-" + name + "-own-receiver", () -> {
            byte[] body = world.calls().call("receive(timeout)", WAIT, () -> ownReceiver.receive(WAIT));
            if (body != null) {
                reader.read(body);
            }
        });
        Dice pairing = new Dice(world.options().seed(), name + " pair");
        world.actor("chaos-" + name + "-pair", () -> usePair(pairing));
    }

    ZmqContext context() {
        return context;
    }

    List<String> pullEndpoints() {
        return pullEndpoints;
    }

    List<String> pushEndpoints() {
        return pushEndpoints;
    }

    List<String> pairEndpoints() {
        return pairEndpoints;
    }

    /** {@return a tally of a stream that a peer is about to send to the PULL} */
    Tally expect(int stream) {
        Tally tally = new Tally(stream, true);
        expected.put(stream, tally);
        return tally;
    }

    /** {@return a tally of a stream whose times from send to receive are wanted too} */
    Tally expect(int stream, Latency latency) {
        latencies.put(stream, latency);
        return expect(stream);
    }

    /** No more of this stream is expected; what comes late is counted as foreign. */
    void forget(int stream) {
        expected.remove(stream);
    }

    /** {@return how many messages of any kind the PULL gave} */
    long received() {
        return received.get();
    }

    private void consume() {
        Dice dice = new Dice(world.options().seed(), name + " consumer");
        BodyReader reader = new BodyReader(new Ours(null));
        while (!ended) {
            world.guarded(() -> {
                int[] throwAt = {world.faults().draw(dice, 0.01, Fault.HANDLER_THROWS) ? 3 : -1};
                try {
                    world.calls()
                            .call(
                                    "poll(handler, timeout)",
                                    WAIT,
                                    () -> pull.poll(
                                            (frame, more) -> {
                                                reader.onFrame(frame, more);
                                                if (--throwAt[0] == 0) {
                                                    reader.abort();
                                                    throw new ChaosException();
                                                }
                                                received.addAndGet(more ? 0 : 1);
                                            },
                                            POLL_MESSAGES,
                                            WAIT));
                } catch (ChaosException expectedHere) {
                    received.incrementAndGet();
                }
                if (world.faults().draw(dice, 0.002, Fault.SLOW_RECEIVER)) {
                    BoundedCalls.pause(dice.between(10, 300));
                }
            });
        }
    }

    private void pushOne(Dice dice) throws Exception {
        byte[] body = Body.first(pushStream, pushed, dice.between(0, 100), 0);
        if (world.calls().call("send(timeout)", WAIT, () -> push.send(body, WAIT))) {
            pushed++;
        }
        BoundedCalls.pause(dice.chance(0.5) ? 1 : 0);
    }

    private void usePair(Dice dice) throws Exception {
        if (dice.chance(0.5)) {
            byte[] body = Body.first(0, 0, dice.between(0, 500), 0);
            world.calls().call("send(timeout)", WAIT, () -> pair.send(body, WAIT));
        } else {
            world.calls().call("receiveMessage(timeout)", WAIT, () -> pair.receiveMessage(WAIT));
        }
        BoundedCalls.pause(1);
    }

    /** Ends the threads, closes everything and settles the account. */
    void close() throws Exception {
        ended = true;
        consumer.join(10_000);
        SocketCounters pullCounters = pull.counters();
        if (pullCounters.received() != received.get()) {
            world.verdicts()
                    .violated(
                            "counter",
                            name + ": the PULL counted " + pullCounters.received() + " received, its caller got "
                                    + received.get());
        }
        if (push.counters().sent() != pushed) {
            world.verdicts()
                    .violated(
                            "counter",
                            name + ": the PUSH counted " + push.counters().sent() + " sent, its caller sent " + pushed);
        }
        if (ownReceived.repeated() > 0) {
            world.verdicts().violated("repeated", name + ": own receiver: " + ownReceived);
        }
        try {
            world.calls().call("context.close()", Duration.ofMillis(200), () -> {
                context.close();
                return true;
            });
        } catch (ZmqException e) {
            world.verdicts().violated("unexpected exception", name + ": closing the context: " + e);
        }
        world.account()
                .add(
                        "PUSH among strangers: what its own receiver got; the rest went to strangers",
                        push.counters().sent(),
                        ownReceived.received(),
                        0,
                        ownReceiver.counters().dropped());
    }

    /** Settles messages of the PULL, or of the receiver that the PUSH has of its own. */
    private final class Ours implements BodyReader.Listener {

        private final @Nullable Tally only;

        private Ours(@Nullable Tally only) {
            this.only = only;
        }

        @Override
        public void onMessage(int stream, long number, long sentNs) {
            Tally tally = only != null ? only : expected.get(stream);
            if (tally == null) {
                world.countForeign();
            } else {
                tally.received(number);
            }
            Latency latency = latencies.get(stream);
            if (latency != null) {
                latency.add(System.nanoTime() - sentNs);
                world.healthy().add(System.nanoTime() - sentNs);
            }
        }

        @Override
        public void onForeign() {
            world.countForeign();
        }

        @Override
        public void onCorrupt(String what) {
            world.verdicts().violated("corrupt message", name + ": " + what);
        }
    }
}
